"""The floor every room stands on. It knows nothing of peer support."""
