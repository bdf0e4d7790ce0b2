"""Addresses of the photo desk, below the newsroom's."""

from django.urls import URLPattern, path

from broadsheet.photos.chosen import chosen_photo
from broadsheet.photos.desk import (
    assignments,
    changing,
    describing,
    mine,
    photo_page,
    pictures,
    sheet,
    upload,
    wagtails_addresses,
)

ASSIGNMENT = "photos/assignments/<int:assignment_id>/"

urlpatterns: list[URLPattern] = [
    path("photos/", sheet.ContactSheet.as_view(), name="photo_list"),
    path(
        "photos/results/", sheet.ContactSheet.as_view(results_only=True), name="photo_list_results"
    ),
    path("photos/add/", upload.upload_photos, name="upload_photos"),
    path("photos/add/one/", upload.upload_photo, name="upload_photo"),
    path("photos/describe/", describing.describe_photos, name="describe_photos"),
    path("photos/change/", changing.change_photos, name="change_photos"),
    path("photos/mine/", mine.my_photos, name="my_photos"),
    path("photos/credit/", photo_page.credit_understood, name="credit_understood"),
    path("photos/<int:photo_id>/", photo_page.photo_page, name="photo_page"),
    path(
        "photos/<int:photo_id>/picture/<slug:size>/", pictures.photo_picture, name="photo_picture"
    ),
    path("photos/<int:photo_id>/read-file/", photo_page.read_file_again, name="read_file_again"),
    path("photos/<int:photo_id>/chosen/", chosen_photo, name="chosen_photo"),
    path("photos/assignments/", assignments.assignments, name="assignments"),
    path("photos/assignments/add/", assignments.add_assignment, name="add_assignment"),
    path(ASSIGNMENT, assignments.assignment_page, name="assignment"),
    path(f"{ASSIGNMENT}edit/", assignments.edit_assignment, name="edit_assignment"),
    path(f"{ASSIGNMENT}<slug:act>/", assignments.act_on_assignment, name="act_on_assignment"),
    *wagtails_addresses.urlpatterns,
]
