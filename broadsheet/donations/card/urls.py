"""Addresses of gifts by card, below /support/."""

from django.urls import path

from broadsheet.donations.card import pages, webhook

urlpatterns = [
    path("stripe/", webhook.delivery, name="card_delivery"),
    path("paid/", pages.paid, name="card_paid"),
    path("not-paid/", pages.left, name="card_left"),
]
