"""URLs of the app."""

from django.urls import path

from imports import views

app_name = "imports"

urlpatterns = [
    path("", views.overview, name="list"),
    path("new/<slug:kind>/", views.upload, name="upload"),
    path("template/<slug:kind>/", views.template, name="template"),
    path("<int:batch_id>/", views.batch, name="batch"),
    path("<int:batch_id>/progress/", views.progress, name="progress"),
    path("<int:batch_id>/confirm/", views.confirm, name="confirm"),
    path("<int:batch_id>/discard/", views.discard, name="discard"),
    path("<int:batch_id>/dismiss/", views.dismiss, name="dismiss"),
    path("<int:batch_id>/retry/", views.retry, name="retry"),
    path("<int:batch_id>/undo/", views.undo, name="undo"),
    path("<int:batch_id>/errors/", views.errors, name="errors"),
]
