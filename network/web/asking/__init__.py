"""What people fill in: read with care, kept as it was typed, shown again until it is right."""
