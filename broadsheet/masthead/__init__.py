"""The paper itself: its name and logo, its navigation, the templates and styles that all pages share.

Read `models.py` for what a paper is, `parts.py` for what stands on every page, `styles.py` for how the rooms' style
files become one.
"""
