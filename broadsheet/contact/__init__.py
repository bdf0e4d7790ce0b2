"""Reaching people: the forms by which readers write to a person or a desk without seeing an address, and what became of it."""
