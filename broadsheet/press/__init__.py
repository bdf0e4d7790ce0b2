"""The press prints parts and sheets, knows every copy, and hands them to readers.

A *part* is a named run of bytes that many pages share; a *sheet* is an address with what is printed there; the
*shelf* keeps both; a *source* is anything editors change that parts show; the *register* says which sheets and
parts show which sources. Read `sources.py`, `log.py`, `printing.py`, `shelf.py`, `serving.py`, in this order.
"""
