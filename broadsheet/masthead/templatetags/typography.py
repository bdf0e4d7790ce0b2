"""Small matters of type that a writer should not have to think of."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
# Scores, votes, spans of years, telephone numbers: 4–3, 2019-24, 715-555-0142.
PAIR = re.compile(r"\d+(?:[–-]\d+)+")
ARTICLES = frozenset({"the", "a", "an"})


@register.filter
def unbroken(words: str) -> SafeString:
    """Keep “4–3” on one line.

    >>> unbroken("Council votes 4–3 <to> close")
    'Council votes <span class="nb">4–3</span> &lt;to&gt; close'
    """
    return mark_safe(PAIR.sub(r'<span class="nb">\g<0></span>', conditional_escape(words)))  # nosec B308 # escaped before


@register.filter
def initial(name: str) -> str:
    """Return the letter under which a paper is filed.

    >>> initial("The Larkmere Ledger"), initial("")
    ('L', '')
    """
    words = [word for word in name.split() if word.casefold() not in ARTICLES]
    return words[0][0].upper() if words else name[:1].upper()
