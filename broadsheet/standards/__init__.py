"""The standards desk: errors that readers report, and what people ask to have changed or taken down.

Begin with `states.py`, then `models/`; `taking.py` keeps what comes in, `desk/` is what editors do with it, `remedies.py` what
the program does to a story, `figures.py` what readers and editors are told of all that.
"""
