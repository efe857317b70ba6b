"""Rows become what stands on a page: here every word, date and distance is decided."""
