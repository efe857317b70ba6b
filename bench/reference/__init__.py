"""The bare reference: a handler that passes on the bytes of one prepared statement.

Not a service: it checks nothing and can answer only these two questions. It is the floor that
ours is measured against.
"""
