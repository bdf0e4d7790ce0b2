"""Reaching people: the paper's desks, each person's chosen ways, and messages that arrive without an address being shown."""
