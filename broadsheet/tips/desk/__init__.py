"""What the newsroom's browsers ask. Read `gate.py` (who may), `views.py`, `state.py`, `keys.py`, `files.py`."""
