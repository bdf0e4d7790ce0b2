"""What the books come to: whether they are true (`check.py`), what goes to the bookkeeper, what the paper sees of its gifts."""
