"""People who work at the same time, each in a process of their own, for the long tests."""
