"""Mail to donors: what is due is written when it is sent, from what is known then, and mailed once at most.

Read `sending.py` first; `kinds.py` says what each kind of mail tells, `two_parts.py` makes its HTML part of its text,
`links.py` makes the links in it, `reminding.py` queues what comes round by itself.
"""
