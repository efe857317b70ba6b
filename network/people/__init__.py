"""The room of people who have an account here: hosts, and those who look after the network.

Whoever looks for support has none and is never in it. A *person* proves an e-mail address and
gets a *session*; a *grant* says what they may do and for what; a *key* is a program's way in. No
password is kept. What a person may do is decided in `network/access.py`, not here.
"""
