"""Files that were sent in and wait for whoever looks at them: read again each time, never shown to anybody else's paper."""

import base64
from datetime import timedelta
from typing import Final

from django.utils import timezone
from django_tasks import task
from wagtail.models import Site

from broadsheet.donations.errors import DonationError
from broadsheet.donations.importing.bringing import Order, bring, refuse_bad_lines
from broadsheet.donations.importing.columns import guess, source_of
from broadsheet.donations.importing.lines import Looked
from broadsheet.donations.importing.looking import Asked, look
from broadsheet.donations.importing.reading import Table, read_table
from broadsheet.donations.importing.sources import source_named
from broadsheet.donations.models import GiftFile
from broadsheet.mailbag.sealing import seal, unseal
from broadsheet.newsroom.models import User

KEPT_FOR: Final = timedelta(days=1)
S = GiftFile.State


def keep(site: Site, data: bytes, *, by: User) -> GiftFile:
    """Keep a file for as long as it is looked at, its columns guessed.

    Errors:
        FileRefusedError: it is no list of gifts.
    """
    table = read_table(data)
    source = source_of(table.names)
    return GiftFile.objects.create(
        site=site,
        sealed=seal({"file": base64.b64encode(data).decode()}),
        processor=source_named(site, source.processor) if source else "",
        columns=guess(table.names),
        by=by,
    )


def table_of(file: GiftFile) -> Table:
    return read_table(base64.b64decode(unseal(file.sealed)["file"]))


def look_at(file: GiftFile) -> Looked:
    """Look at a kept file as it is to be read now.

    Errors:
        FileRefusedError: a column is missing, or nobody said whose file it is.
    """
    day_first = {"day": True, "month": False}.get(file.order)
    asked = Asked(file.site, file.processor, file.columns, day_first)
    return look(table_of(file), asked)


@task()
def bring_file(key: int) -> None:
    """Bring a kept file in; asked for twice, it is brought in once.

    Args:
        key: of the file.
    """
    file = GiftFile.objects.filter(pk=key).select_related("site", "by").first()
    if file is None or not file.sealed:
        return
    try:
        looked = look_at(file)
        if not file.good_lines:
            refuse_bad_lines(looked)
        brought = bring(looked, Order(file.site, file.processor, file.receipts, file.by))
    except DonationError as refusal:
        GiftFile.objects.filter(pk=key).update(state=S.REFUSED, told={"why": str(refusal)})
        return
    GiftFile.objects.filter(pk=key).update(state=S.BROUGHT, told=brought._asdict(), sealed="")


def forget_files() -> int:
    """Delete files that nobody looks at any more; return how many."""
    return GiftFile.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()[0]
