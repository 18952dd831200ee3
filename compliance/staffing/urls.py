"""URLs of staffing."""

from django.urls import path

from compliance.views import staffing

urlpatterns = [
    path("", staffing.staffing, name="staffing"),
    path("export/", staffing.export, name="staffing_export"),
]
