"""URLs of training."""

from django.urls import path

from compliance.views import training

urlpatterns = [path("", training.training, name="training")]
