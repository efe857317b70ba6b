"""The room of notices: what we tell people after the fact, and what we ask them by the clock."""
