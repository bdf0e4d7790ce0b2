"""The programs that tests need: looked for on this machine first, then brought from a package."""


class MissingToolError(Exception):
    """A program is not here and could not be brought. The message says what to install."""
