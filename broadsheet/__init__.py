"""A whole local newspaper on the web: newsroom, readers' site, archive.

Read `settings.py` for what can be set, `urls.py` for every public address, and then follow one
story: `stories/models.py`, `press/log.py`, `press/printing.py`, `press/shelf.py`, `press/serving.py`.
"""

__version__ = "0.1.0"
