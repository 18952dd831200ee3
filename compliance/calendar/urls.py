"""URLs of the calendar."""

from django.urls import path

from compliance.calendar import views

urlpatterns = [
    path("", views.calendar, name="calendar"),
    path("address/", views.calendar_address, name="calendar_address"),
    path("feed/<str:secret>.ics", views.calendar_feed, name="calendar_feed"),
]
