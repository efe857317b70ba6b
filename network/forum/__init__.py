"""The forum: from an issue that somebody nominates to an answer that comes back.

Words: an issue, a development day, an item of its agenda; a decision forum (a body that can act), a
referral (one issue before one such body), its answer. It is not a safeguarding record.
Every change of a state is one transition (`transitions.py`), one verb and one event.
"""
