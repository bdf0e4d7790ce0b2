"""The addresses of the books' screens, below the newsroom's own."""

from django.urls import URLPattern, path

from broadsheet.donations.importing import screens as importing
from broadsheet.donations.reckoning import book_views, erase_views, export_views, statement_views


def urls() -> list[URLPattern]:
    """Return all of them, for the newsroom's list."""
    return [
        path("gifts/books/", book_views.books, name="gifts_books"),
        path("gifts/books/check/", book_views.check, name="gifts_check"),
        path("gifts/books/reports/", book_views.all_reports, name="gifts_reports"),
        path("gifts/books/statements/", statement_views.statements, name="gifts_statements"),
        path("gifts/books/exports/", export_views.exports, name="gifts_exports"),
        path("gifts/books/exports/month/", export_views.month, name="gifts_export_month"),
        path(
            "gifts/books/exports/settlements/<int:settlement_id>/",
            export_views.settlement,
            name="gifts_export_settlement",
        ),
        path("gifts/books/import/", importing.import_file, name="gifts_import"),
        path(
            "gifts/books/import/<int:file_id>/", importing.imported_file, name="gifts_imported_file"
        ),
        path(
            "gifts/donors/<int:donor_id>/erase/", erase_views.erase_donor, name="gifts_erase_donor"
        ),
    ]
