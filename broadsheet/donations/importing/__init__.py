"""Gifts that came through other sites, brought in from the files those sites hand out.

Read in this order: `reading.py` (a file becomes rows), `sources.py` and `columns.py` (which column is what), `cells.py` (days and
sums), `kinds.py` (what a row is), `looking.py` (each row a line), `comparing.py` and `alike.py` (what of it is in the books),
`bringing.py` (the books).
"""
