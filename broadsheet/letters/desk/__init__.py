"""The letters desk: the queue, one letter, and what is done with it."""
