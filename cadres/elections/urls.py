"""URLs of terms and elections."""

from django.urls import path

from cadres.elections import document_views, views

urlpatterns = [
    path("", views.terms, name="terms"),
    path("export/", views.export, name="terms_export"),
    path("record/", views.record, name="terms_record"),
    path("union/<int:union_id>/", views.union_terms, name="union_terms"),
    path("union/<int:union_id>/open/", views.open_page, name="term_open"),
    path("<int:term_id>/change/", views.change, name="term_change"),
    path("<int:term_id>/document/<slug:document>/", document_views.document, name="term_document"),
    path("templates/", document_views.templates, name="office_templates"),
    path("templates/<slug:document>/", document_views.template, name="office_template"),
]
