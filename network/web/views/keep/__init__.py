"""Ready-to-print pages for stewards."""
