"""A page as Wagtail's tutorial makes one: what publishing a story is measured against."""
