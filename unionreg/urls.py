"""URLs of the project."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("dashboards.urls")),
    path("accounts/", include("accounts.urls")),
    path("admin/", admin.site.urls),
    path("calendar/", include("compliance.calendar.urls")),
    path("compliance/", include("compliance.urls")),
    path("documents/", include("attachments.urls")),
    path("federations/", include("federations.urls")),
    path("funding/", include("funding.urls")),
    path("imports/", include("imports.urls")),
    path("policies/", include("policies.urls")),
    path("policies/simulator/", include("compliance.simulator.urls")),
    path("staffing/", include("compliance.staffing.urls")),
    path("training/", include("compliance.learning.urls")),
    path("terms/", include("cadres.elections.urls")),
]
