"""The addresses of the newsroom's side of the tip line, below /newsroom/tips/. What sources ask stands in `answering.py`."""

from django.urls import path, register_converter

from broadsheet.tips.desk import files as desk_files
from broadsheet.tips.desk import keys as desk_keys
from broadsheet.tips.desk import state as desk_state
from broadsheet.tips.desk import views as desk_views


class ThreadConverter:
    """The name of a conversation."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class MessageConverter(ThreadConverter):
    """The name of a message."""

    regex = "[0-9a-f]{32}"


register_converter(ThreadConverter, "thread")
register_converter(MessageConverter, "message")

urlpatterns = [
    path("", desk_files.tips_desk, name="tips_desk"),
    path("preview/", desk_files.preview, name="tips_preview"),
    path("opener/", desk_files.opener, name="tips_opener"),
    path("files/<str:name>", desk_files.desk_file, name="tips_file"),
    path("api/state", desk_state.state, name="tips_state"),
    path("api/enrol", desk_keys.enrol, name="tips_enrol"),
    path("api/keyring", desk_keys.keyring, name="tips_keyring"),
    path("api/wraps", desk_keys.wraps, name="tips_wraps"),
    path("api/sheet", desk_keys.sheet, name="tips_sheet"),
    path("api/list", desk_keys.publish_list, name="tips_list"),
    path("api/seen", desk_keys.seen, name="tips_seen"),
    path("api/drill", desk_keys.begin_drill, name="tips_drill"),
    path("api/opened", desk_keys.opened, name="tips_opened"),
    path("api/recovered", desk_keys.recovered, name="tips_recovered"),
    path("api/threads", desk_views.thread_list, name="tips_threads"),
    path("api/threads/<thread:name>", desk_views.thread, name="tips_thread"),
    path("api/messages", desk_views.add_message, name="tips_messages"),
    path("api/messages/<message:name>", desk_views.message, name="tips_message"),
    path("api/discard", desk_views.discard, name="tips_discard"),
]
