"""What the worker does about accounts, so that the answer to whoever asks takes as long for a name that is nobody's."""

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_tasks import task

from broadsheet.newsroom.models import User
from broadsheet.staff.links import mail_link, make_link
from broadsheet.staff.models import Device, Link


@task()
def send_new_password(key: int) -> None:
    """Write to someone who has forgotten the password.

    Args:
        key: of their account; 0 if the name that was typed is nobody's. The name itself is kept nowhere.
    """
    user = User.objects.filter(pk=key, is_active=True).exclude(email="").first()
    if user is not None:
        mail_link(user, make_link(user, Link.Purpose.RESET, by=None), Link.Purpose.RESET)


@task()
def tell_of_device(key: int) -> None:
    """Write to someone that a browser which is new to them has signed in as them.

    Args:
        key: of the device; nothing is sent if it is gone.
    """
    device = Device.objects.filter(pk=key, user__is_active=True).select_related("user").first()
    if device is None:
        return
    when = date_format(timezone.localtime(device.first_seen), "DATETIME_FORMAT")
    sentence = _(
        "Somebody has signed in to the newsroom as you, with %(browser)s, on %(moment)s. If it was you, there is "
        "nothing to do. If not, choose a new password at once, and tell your publisher:"
    ) % {"browser": device.kind, "moment": when}
    address = settings.WAGTAILADMIN_BASE_URL + reverse("forgotten_password")
    send_mail(
        _("A new browser has signed in as you"),
        f"{sentence}\n\n{address}\n",
        None,
        [device.user.email],
    )
