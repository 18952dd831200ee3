"""URLs of the money pages."""

from django.urls import path

from funding.views import grants, payment_steps, payments

urlpatterns = [
    path("grants/", grants.grants, name="grants"),
    path("grants/export/", grants.export, name="grants_export"),
    path("payments/", payments.payments, name="payments"),
    path("payments/export/", payments.export, name="payments_export"),
    path("payments/new/", payments.draft, name="payment_draft"),
    path("payments/many/", payments.many, name="payments_many"),
    path("payments/log/", payments.log, name="payment_log"),
    path("payments/log/export/", payments.export_log, name="payment_log_export"),
    path("payments/allocation/<int:pk>/", payments.draft_allocation, name="payments_allocation"),
    path("payments/<int:pk>/", payments.payment, name="payment"),
    path("payments/<int:pk>/change/", payments.change, name="payment_change"),
    path("payments/<int:pk>/step/<slug:action>/", payment_steps.step, name="payment_step"),
    path("payments/<int:pk>/receipt/", payment_steps.receipt, name="payment_receipt"),
    path("payments/<int:pk>/reverse/", payment_steps.reverse, name="payment_reverse"),
]
