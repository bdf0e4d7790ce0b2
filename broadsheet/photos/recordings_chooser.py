"""The window in which a recording is chosen, or taken in, for a story."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.chooser import ChooserViewSet


class RecordingChooserViewSet(ChooserViewSet):
    """Chooses one of the recordings that are there, or asks for a new one with all that belongs to it."""

    # Both by name: the blocks of stories are made before any model is ready for forms.
    model = "photos.Recording"
    creation_form_class = "broadsheet.photos.recordings_form.NewRecordingForm"
    icon = "media"
    choose_one_text = _("Choose a recording")
    choose_another_text = _("Choose another recording")
    edit_item_text = _("Edit this recording")
    create_action_label = _("Upload")


recording_chooser = RecordingChooserViewSet("recording_chooser", url_prefix="recording-chooser")
