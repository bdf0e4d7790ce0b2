"""How readers are asked to give, and what they are asked: band, box and page, slip, pledge, other sites, the wall.

Read `ways_to_give.py`, then `forms.py`, `sending.py` and `views.py`. Other rooms add a way of their own by `@way`.
"""
