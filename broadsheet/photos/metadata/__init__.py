"""Metadata: what a picture's own file says of it, read when it comes in and kept with where it was said.

Read `fields.py` (what is looked for, and where), `packets.py` (the blocks of notes in each kind of file; `jpeg_packets.py` and
`avif_items.py` for two of them), `xmp.py`, `iim.py` and `exif.py` (what a block says), `traps.py` and `reasons.py` (what is no
answer, and why), `merging.py` (one answer for each field), `composing.py` (what a photo's form is filled with), `reading.py`
(all of this for one file), `filling.py` (a photo takes it over). Place and serial number of a device are never read.
"""
