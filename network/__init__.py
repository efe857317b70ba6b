"""Alongside: everything here knows something about peer support."""
