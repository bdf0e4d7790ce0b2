"""What `make fuzz` does: asks a running paper for odd things on every address, and looks whether anything breaks.

`__main__` begins and ends it. `papers` brings papers and the people who ask them, `asking` sends a request as bytes and
reads the answer, `pages` finds links and forms in answers, `routes` knows every address. `odd` holds what is sent,
`requests` makes a request of it; `watching` says what counts as broken, `shorter` cuts a request down to what breaks.
"""
