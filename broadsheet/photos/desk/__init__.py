"""The photo desk: the newsroom's screens for photos.

Read `rights.py` (who may do what), `finding.py` (how photos are found) and `rows.py` (how one is listed), then the screens:
`sheet.py` (the contact sheet), `photo_page.py` (one photo), `upload.py` and `describing.py` (many that come in),
`changing.py` (what several share), `mine.py` (a photographer's own), `assignments.py`; `chooser.py` and
`wagtails_addresses.py` stand in for what Wagtail has for them.
"""
