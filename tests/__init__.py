"""What concerns the whole paper: journeys through it, and what is promised about the code.

`town` makes the test town (its paper, people and stories), `reading` prints it and reads it as a reader does,
`running` starts the program as its user would, `tools` finds the programs that tests need.
"""
