"""Files that people send in: the one place that says whether a file may come in, and under which name it is kept.

Read `uses.py` (what may come in where), `admitting.py` (how it is decided), `pictures.py` and `documents.py` (what is
looked for in a file), `fields.py` (how a form asks), `storage.py` (what holds all of it together at the folder's door).
"""
