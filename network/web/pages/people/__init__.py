"""Pages about oneself: signing in and out, and what one has here."""
