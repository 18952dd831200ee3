"""URLs of the simulator."""

from django.urls import path

from compliance.views import simulator

urlpatterns = [
    path("", simulator.simulator, name="simulator"),
    path("export/", simulator.export, name="simulator_export"),
]
