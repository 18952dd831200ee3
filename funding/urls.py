"""URLs of the money pages."""

from django.urls import path

from funding.views import books, budgets

urlpatterns = [
    path("ledgers/", books.ledgers, name="ledgers"),
    path("ledgers/export/", books.ledgers_export, name="ledgers_export"),
    path("ledgers/union/<int:pk>/", books.union_accounts, name="union_accounts"),
    path("ledgers/union/<int:pk>/bank/", books.correct, name="union_bank"),
    path("ledgers/<int:pk>/", books.ledger, name="ledger"),
    path("ledgers/<int:pk>/reverse/", books.ledger_reverse, name="ledger_reverse"),
    path("ledgers/<int:pk>/export/", books.ledger_export, name="ledger_export"),
    path("budgets/", budgets.budgets, name="budgets"),
    path("budgets/export/", budgets.budgets_export, name="budgets_export"),
    path("budgets/union/<int:pk>/", budgets.union_budget, name="union_budget"),
    path("budgets/union/<int:pk>/draft/", budgets.draft, name="budget_draft"),
    path("budgets/union/<int:pk>/audit/", budgets.audit, name="budget_audit"),
    path("budgets/union/<int:pk>/export/", budgets.union_export, name="union_budget_export"),
    path("budgets/<int:pk>/", budgets.budget, name="budget"),
    path("budgets/<int:pk>/freeze/", budgets.freeze_budget, name="budget_freeze"),
]
