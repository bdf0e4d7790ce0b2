from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "broadsheet.archive"
