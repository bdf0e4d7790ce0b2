"""Gifts that came through other sites, brought in from the files those sites hand out.

Read in this order: `reading.py` (a file becomes rows), `columns.py` (which column is what), `cells.py` (days and sums),
`looking.py` (what of it is new, known, refused), `bringing.py` (the books).
"""
