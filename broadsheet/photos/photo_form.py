"""What is asked for with a photo, wherever one is sent in."""

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm

from broadsheet.incoming.fields import PictureField
from broadsheet.incoming.forms import FileForm


class PhotoForm(FileForm, BaseImageForm):
    """Named in the settings: Wagtail makes its forms of it."""

    file = PictureField(label=capfirst(_("file")), widget=BaseImageForm.Meta.widgets["file"])
