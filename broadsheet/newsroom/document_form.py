"""What is asked for with a document, wherever one is sent in."""

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm

from broadsheet.incoming.fields import DocumentField
from broadsheet.incoming.forms import FileForm


class DocumentForm(FileForm, BaseDocumentForm):
    """Named in the settings: Wagtail makes its forms of it."""

    file = DocumentField(label=capfirst(_("file")), widget=BaseDocumentForm.Meta.widgets["file"])
