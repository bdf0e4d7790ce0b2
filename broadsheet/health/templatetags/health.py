"""Moments as the sentences of this room write them."""

from django import template

from broadsheet.health.state import said_at

register = template.Library()
register.filter("said_at", said_at)
