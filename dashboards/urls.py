"""URLs of the app."""

from django.urls import include, path

from dashboards import views

urlpatterns = [
    path("", views.home, name="home"),
    path("township/<str:key>/", views.township, name="township"),
    path("township/<str:key>/month/", views.township_month, name="township_month"),
    path("county/", views.county_start, name="county_dashboard"),
    path("county/export/", views.own_export, name="own_export"),
    path("county/<str:key>/", views.county, name="county_dashboard"),
    path("county/<str:key>/month/", views.county_month, name="county_month"),
    path("county/<str:key>/export/", views.county_export, name="county_export"),
    path("region/<str:key>/", views.region, name="region"),
    path("region/<str:key>/export/", views.region_export, name="region_export"),
    path("organisations/<int:union_id>/", views.organisation, name="organisation"),
    path("reports/", include("dashboards.reports.urls")),
    path("figures/", include("dashboards.explain.urls")),
    path("search/", views.search, name="search"),
]
