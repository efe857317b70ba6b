"""The GraphQL door: it names what may leave a room, asks the room once, and shapes the rows.

Words: a *document* is the text a client sends; a *trusted document* is one of ours, known by
its SHA-256. It holds no rule and no SQL.
"""
