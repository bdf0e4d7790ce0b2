"""Loads the demo paper, the Larkmere Ledger, into a fresh installation."""
