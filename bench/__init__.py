"""What `make bench` measures: each figure as a ratio to a reference that ran in the same minutes on the same machine.

`__main__` says what is measured, in order. `machine`, `servers` and `load` are the instruments; `inside` is a process
that has the paper loaded, for all that is done with Django; `table` prints what came out.
"""
