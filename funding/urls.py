"""URLs of the money pages."""

from django.urls import path

from funding.views import allocations, schemes, statement, year_inputs

urlpatterns = [
    path("allocations/", allocations.allocations, name="allocations"),
    path("allocations/<int:pk>/", allocations.allocation, name="allocation"),
    path("allocations/<int:pk>/step/", allocations.allocation_step, name="allocation_step"),
    path("allocations/<int:pk>/export/", allocations.allocation_export, name="allocation_export"),
    path("inputs/", year_inputs.year_inputs, name="year_inputs"),
    path("schemes/", schemes.schemes, name="schemes"),
    path("schemes/new/", schemes.new, name="scheme_new"),
    path("schemes/preview/", schemes.preview, name="scheme_preview"),
    path("schemes/<int:pk>/", schemes.scheme, name="scheme"),
    path("schemes/<int:pk>/edit/", schemes.edit, name="scheme_edit"),
    path("schemes/<int:pk>/release/", schemes.release, name="scheme_release"),
    path("statement/<str:township>/", statement.statement, name="statement"),
    path("statement/<str:township>/file/", statement.statement_file, name="statement_file"),
]
