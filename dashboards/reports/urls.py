"""URLs of the reports."""

from django.urls import path

from dashboards.reports import views

urlpatterns = [
    path("", views.index, name="reports"),
    path("<slug:name>/", views.report, name="report"),
    path("<slug:name>/how/<slug:column>/", views.figure, name="report_figure"),
    path("<slug:name>/export/", views.export, name="report_export"),
]
