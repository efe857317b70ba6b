"""Pages for the people who run peer support: list it, keep it true, hand it over."""
