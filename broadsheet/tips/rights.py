"""Who may do what at the newsroom's side of the line, by rights that publishers give."""

from django.contrib.auth.models import AbstractUser, AnonymousUser

Person = AbstractUser | AnonymousUser


def may_read(person: Person) -> bool:
    """Say whether someone may read tips, once she is a recipient of the list."""
    return person.is_active and person.has_perm("tips.read_tips")


def may_run(person: Person) -> bool:
    """Say whether someone may put lists in force, hold drills and set the line up."""
    return person.is_active and person.has_perm("tips.run_tip_line")


def may_enter(person: Person) -> bool:
    return may_read(person) or may_run(person)
