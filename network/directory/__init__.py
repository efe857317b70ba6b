"""The directory: what peer support there is, who runs it, where, for whom, and how sure that is.

Words: an *offer* is one thing a person can join; an *organisation* runs it; a *site* is where it
happens; a *term* is one word of a vocabulary; an *assurance* is somebody's word that it is true.
It ranks nobody, asks nobody who they are, and remembers no search.
"""
