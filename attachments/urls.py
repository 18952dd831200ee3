"""URLs of the app."""

from django.urls import path

from attachments import views

urlpatterns = [
    path("<int:union_id>/", views.documents, name="documents"),
    path("file/<int:attachment_id>/", views.document, name="document"),
    path("file/<int:attachment_id>/remove/", views.remove, name="document_remove"),
]
