"""The people who make the paper: who may do what, who is named under a story, and the screens they work at."""
