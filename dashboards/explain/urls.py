"""URLs of the explanations of figures."""

from django.urls import path

from dashboards.explain import views

urlpatterns = [
    path("", views.own_figures, name="own_figures"),
    path("<str:key>/", views.figures, name="figures"),
]
