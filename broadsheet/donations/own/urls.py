"""Addresses of the donor's own pages, below /support/mine/."""

from django.urls import path

from broadsheet.donations.own import views

urlpatterns = [
    path("", views.ask, name="ask_own_gifts"),
    path("pass/", views.asking_pass, name="own_gifts_pass"),
    path("asked/", views.asked, name="own_gifts_asked"),
    path("open/<str:secret>/", views.open_own, name="open_own_gifts"),
    path("gifts/", views.own_gifts, name="own_gifts"),
    path("gifts/receipts/<slug:name>/", views.own_receipt, name="own_receipt"),
    path("mail/<str:token>/", views.gifts_of_mail, name="gifts_of_mail"),
    path("mail/<str:token>/receipts/<slug:name>/", views.receipt_of_mail, name="receipt_of_mail"),
    path("stop/<str:token>/", views.stop, name="stop_reminders"),
]
