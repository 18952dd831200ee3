"""URLs of the simulator."""

from django.urls import path

from compliance.simulator import views

urlpatterns = [
    path("", views.simulator, name="simulator"),
    path("export/", views.simulator_export, name="simulator_export"),
]
