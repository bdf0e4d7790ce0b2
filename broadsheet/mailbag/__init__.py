"""What readers send the paper, before anybody reads it: the pass that a form asks for, what is locked up, and mail to them.

For letters, messages and reports of errors alike; what becomes of them is the business of the rooms above.
"""
