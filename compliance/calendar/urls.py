"""URLs of the calendar."""

from django.urls import path

from compliance.views import calendar

urlpatterns = [
    path("", calendar.calendar, name="calendar"),
    path("address/", calendar.address, name="calendar_address"),
    path("feed/<str:secret>.ics", calendar.feed, name="calendar_feed"),
]
