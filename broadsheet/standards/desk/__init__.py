"""The standards desk's screens: reports and requests, one of each, what is done with it, and the figures."""
