"""URLs of the money pages."""

from django.urls import URLPattern, path

from funding.views import levies, shares

urlpatterns: list[URLPattern] = [
    path("levies/", levies.levies, name="levies"),
    path("levies/export/", levies.export, name="levies_export"),
    path("paid-up/<str:key>/", levies.paid_up, name="paid_up"),
    path("shares/", shares.shares, name="shares"),
]
