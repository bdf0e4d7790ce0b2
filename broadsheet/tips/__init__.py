"""The tip line: what people tell the newsroom in confidence, locked up before it arrives, and answers to it.

It stands alone: it imports nothing of the paper but `lib`, keeps its own file, and answers sources before Django hears of
them. Read `docs/developers/tips.md` first (what is sent and kept, byte by byte), then `box.py` (what is kept), `lists.py`
(whom tips are locked up for), `uploads.py`, `threads.py`; `sources/` (what a source's browser asks), `plain/` (sources without
scripts), `desk/` (what the newsroom asks), `keeping.py` (what goes by itself). `web/` holds the scripts, `built/` what is made of
them and served.
"""
