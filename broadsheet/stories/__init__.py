"""Stories: what they hold, where they stand, how they are put right.

Read `models.py` for what a story is, `publishing.py` for what happens when it is saved, `lists.py` for how stories are
found, `corrections.py` for how one is put right in public.
"""
