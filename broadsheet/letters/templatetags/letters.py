"""Letters in templates."""

from django import template

from broadsheet.letters.models import Election, LetterRules
from broadsheet.letters.saying import election_in_words, rules_in_words
from broadsheet.masthead.models import Paper

register = template.Library()


@register.simple_tag
def letter_rules(rules: LetterRules, paper: Paper) -> list[str]:
    return list(rules_in_words(rules, paper))


@register.simple_tag
def election_rules(election: Election) -> list[str]:
    return list(election_in_words(election))
