"""The sixteen things that are always true of the books, each a function that gives what differs, by codes and numbers."""
