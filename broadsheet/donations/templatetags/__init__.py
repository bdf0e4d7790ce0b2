"""Tags of gifts."""
