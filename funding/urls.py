"""URLs of the money pages."""

from django.urls import path

from funding.views import (
    allocations,
    grants,
    levies,
    payment_steps,
    payments,
    schemes,
    shares,
    statement,
    year_inputs,
)

urlpatterns = [
    path("allocations/", allocations.allocations, name="allocations"),
    path("allocations/<int:pk>/", allocations.allocation, name="allocation"),
    path("allocations/<int:pk>/export/", allocations.allocation_export, name="allocation_export"),
    path("allocations/<int:pk>/step/", allocations.allocation_step, name="allocation_step"),
    path("grants/", grants.grants, name="grants"),
    path("grants/export/", grants.export, name="grants_export"),
    path("inputs/", year_inputs.year_inputs, name="year_inputs"),
    path("levies/", levies.levies, name="levies"),
    path("levies/export/", levies.export, name="levies_export"),
    path("paid-up/<str:key>/", levies.paid_up, name="paid_up"),
    path("payments/", payments.payments, name="payments"),
    path("payments/<int:pk>/", payments.payment, name="payment"),
    path("payments/<int:pk>/change/", payments.change, name="payment_change"),
    path("payments/<int:pk>/receipt/", payment_steps.receipt, name="payment_receipt"),
    path("payments/<int:pk>/reverse/", payment_steps.reverse, name="payment_reverse"),
    path("payments/<int:pk>/step/<slug:action>/", payment_steps.step, name="payment_step"),
    path("payments/allocation/<int:pk>/", payments.draft_allocation, name="payments_allocation"),
    path("payments/export/", payments.export, name="payments_export"),
    path("payments/log/", payments.log, name="payment_log"),
    path("payments/log/export/", payments.export_log, name="payment_log_export"),
    path("payments/many/", payments.many, name="payments_many"),
    path("payments/new/", payments.draft, name="payment_draft"),
    path("schemes/", schemes.schemes, name="schemes"),
    path("schemes/<int:pk>/", schemes.scheme, name="scheme"),
    path("schemes/<int:pk>/edit/", schemes.edit, name="scheme_edit"),
    path("schemes/<int:pk>/release/", schemes.release, name="scheme_release"),
    path("schemes/new/", schemes.new, name="scheme_new"),
    path("schemes/preview/", schemes.preview, name="scheme_preview"),
    path("shares/", shares.shares, name="shares"),
    path("statement/<str:township>/", statement.statement, name="statement"),
    path("statement/<str:township>/file/", statement.statement_file, name="statement_file"),
]
