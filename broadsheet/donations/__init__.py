"""Gifts to the paper: asked for, taken, booked once, receipted, and described as the law wants it.

Money is written down in one place (`books/`), whoever brought it: a cheque that someone types, a file of another site, the
card processor. Nothing there knows a processor; nothing that knows one writes money by another way.
"""
