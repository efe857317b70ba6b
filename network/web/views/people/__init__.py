"""What somebody sees of themself, in words."""
