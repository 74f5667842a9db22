"""Standar satuan harga: what unit prices of a budget are compared with."""

from django.urls import path

from proposals.views import prices

PRICES = "kelola/referensi/harga-satuan"

urlpatterns = [
    path(f"{PRICES}/", prices.price_list, name="manage-prices"),
    path(f"{PRICES}/unggah/", prices.upload, name="manage-prices-upload"),
    path(f"{PRICES}/templat/", prices.template, name="manage-prices-template"),
]
