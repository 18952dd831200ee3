"""URLs of the app."""

from django.urls import path

from policies import views

urlpatterns = [
    path("in-force/", views.in_force, name="in_force"),
]
