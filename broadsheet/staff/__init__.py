"""The people who work here: signing in with a second proof, invitations, leaving, and the devices they sign in from.

What signs people in is django-allauth; this room gives it our addresses, our words and our rules. Read `adapters.py`
(what it asks us), then `rules.py` (who must have a second proof, and from when), `middleware.py` (how that is held),
`links.py` (invitations and new passwords, with mail or without) and `leaving.py`.
"""
