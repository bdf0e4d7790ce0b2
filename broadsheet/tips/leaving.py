"""When someone leaves, or loses the right to read tips: she is out with the next request, and those who stay are told to sign a
list without her. Django's own signals say so; what changes rights past them, the worker finds within the minute."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save

from broadsheet.tips.box import Box, this_box
from broadsheet.tips.keepers import keepers, mark_left
from broadsheet.tips.rights import may_read


def settle(box: Box) -> int:
    """Mark those who may not read tips any more, and those who may again; return how many that were."""
    if not box.database.exists():
        return 0
    known = keepers(box)
    users = get_user_model()._default_manager.filter(pk__in=[one.user_id for one in known])
    reading = {one.pk for one in users if may_read(one)}
    changed = [one for one in known if one.has_left == (one.user_id in reading)]
    for one in changed:
        mark_left(box, one.user_id, has_left=not one.has_left)
    return len(changed)


def settle_after_commit(**kwargs: Any) -> None:
    # Each sign-in saves when it was; that takes no right from anyone.
    if kwargs.get("update_fields") == frozenset({"last_login"}):
        return
    if kwargs.get("action", "post_add").startswith("post_") and not kwargs.get("created"):
        transaction.on_commit(lambda: settle(this_box()), robust=True)


def watch_people() -> None:
    """Listen to what can take a right from someone."""
    user = get_user_model()
    for signal in (post_save, post_delete):
        signal.connect(settle_after_commit, sender=user, dispatch_uid="tips:leaving")
    post_delete.connect(settle_after_commit, sender=Group, dispatch_uid="tips:leaving")
    for many in (user.groups, user.user_permissions, Group.permissions):
        m2m_changed.connect(settle_after_commit, sender=many.through, dispatch_uid="tips:leaving")
