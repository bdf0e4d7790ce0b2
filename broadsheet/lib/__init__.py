"""Small tools without models, used by every floor above."""
