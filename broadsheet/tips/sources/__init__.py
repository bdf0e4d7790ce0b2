"""What a source's browser asks, answered before Django hears of it. Read `answering.py`, `asked.py`, `acts.py`, `arriving.py`."""
