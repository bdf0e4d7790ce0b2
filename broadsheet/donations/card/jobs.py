"""What the worker does for gifts by card, and what the newsroom's first screen says of them."""

from datetime import timedelta

from broadsheet.donations.card.checking import troubles
from broadsheet.donations.card.events import follow_due, forget_old
from broadsheet.donations.card.offering import notice_change
from broadsheet.donations.card.refunding import ask_again
from broadsheet.donations.card.sweeping import sweep_lately, sweep_long
from broadsheet.newsroom.troubles import finds_troubles
from broadsheet.press.turns import JOBS, Job

OURS = [
    Job("gifts by card", timedelta(seconds=3), follow_due),
    Job("offer of gifts by card", timedelta(seconds=30), notice_change),
    Job("refunds by card", timedelta(minutes=1), ask_again),
    Job("sweep of gifts", timedelta(hours=1), sweep_lately),
    Job("long sweep of gifts", timedelta(hours=24), sweep_long),
    Job("old news of gifts", timedelta(hours=24), forget_old),
]


def register() -> None:
    """Have the worker do it, and the newsroom told of what is out of order."""
    known = {job.name for job in JOBS}
    JOBS.extend(job for job in OURS if job.name not in known)
    finds_troubles(troubles)
