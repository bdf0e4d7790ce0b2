"""How the paper is doing: what says so to machines (`answering.py`), to the publisher (`states.py`), and by mail when
something stops (`watching.py`, `alerts.py`); errors by their numbers (`noted.py`); `broadsheet doctor` (`doctor.py`).
"""
