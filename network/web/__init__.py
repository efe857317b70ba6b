"""The pages: HTML, links and forms that work with no script, for people who look for support.

A page asks a room for rows; a view decides each word; a template only sets them in order.
"""
