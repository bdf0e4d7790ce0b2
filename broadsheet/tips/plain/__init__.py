"""Sources without scripts: what they send is locked up here, piece by piece. Read `way.py`, `forms.py`, `lock_up.py`, `answers.py`."""
