"""Budgets, final accounts and audits of an organisation and a year."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from funding import chart
from funding.choices import AuditFollowUp, BudgetKind, BudgetState
from funding.fields import DIGITS, yuan
from funding.models.freezing import FreezingRow, refuse_any
from townships.models import Union
from unionreg.county import CountyForeignKey, RegistryRow


class Budget(FreezingRow, RegistryRow):
    """A budget or a final account. What is frozen never changes: an amendment is a new version.

    `worker_pay`: the special item of a county federation for its social workers, contained in the
    lines (R-SOC-06, 总工办发〔2019〕24号 八); empty where nobody recorded it.
    """

    township_path: ClassVar[str] = "union__township_id"
    frozen_when: ClassVar[Q] = Q(state=BudgetState.FROZEN)

    union = CountyForeignKey(
        Union, verbose_name=_("union"), on_delete=models.PROTECT, related_name="budgets"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    kind = models.CharField(_("kind"), max_length=10, choices=BudgetKind.choices)
    edition = models.PositiveSmallIntegerField(_("version of the budget"), default=1)
    state = models.CharField(
        _("state"), max_length=10, choices=BudgetState.choices, default=BudgetState.DRAFT
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    worker_pay = models.DecimalField(
        _("of it for the pay of social workers"),
        max_digits=DIGITS,
        decimal_places=2,
        null=True,
        blank=True,
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("drawn up by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="+",
    )
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("frozen by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="+",
    )
    frozen_on = models.DateField(_("frozen on"), null=True, blank=True)

    class Meta:
        verbose_name = _("budget or final account")
        verbose_name_plural = _("budgets and final accounts")
        ordering = ["-year", "union", "kind", "-edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "union", "year", "kind", "edition"],
                name="funding_budget_edition",
            ),
            models.UniqueConstraint(
                fields=["county_code", "union", "year", "kind"],
                condition=Q(state=BudgetState.DRAFT),
                name="funding_budget_one_draft",
                violation_error_message=_("There is a draft already. Go on with that one."),
            ),
            models.CheckConstraint(
                condition=Q(state=BudgetState.DRAFT, frozen_on__isnull=True)
                | Q(state=BudgetState.FROZEN, frozen_on__isnull=False),
                name="funding_budget_frozen_on",
            ),
            models.CheckConstraint(
                condition=Q(frozen_by__isnull=True)
                | Q(author__isnull=True)
                | ~Q(frozen_by=F("author")),
                name="funding_budget_two_people",
                violation_error_message=_("Who drew it up does not freeze it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.union} {self.year} {self.get_kind_display()}"

    @property
    def frozen(self) -> bool:
        """Whether nothing of it changes any more."""
        return self.state == BudgetState.FROZEN


class BudgetLine(FreezingRow):
    """One category, or money for one federation within a category (R-FND-24)."""

    township_path: ClassVar[str] = "budget__union__township_id"
    frozen_when: ClassVar[Q] = Q(budget__state=BudgetState.FROZEN)

    budget = CountyForeignKey(
        Budget, verbose_name=_("budget"), on_delete=models.PROTECT, related_name="lines"
    )
    account = models.CharField(_("category"), max_length=20)
    federation = CountyForeignKey(
        Union,
        verbose_name=_("for the federation"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    amount = yuan(_("amount"))

    class Meta:
        verbose_name = _("line of a budget")
        verbose_name_plural = _("lines of budgets")
        ordering = ["budget", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "budget", "account"],
                condition=Q(federation__isnull=True),
                name="funding_budget_category",
            ),
            models.UniqueConstraint(
                fields=["county_code", "budget", "account", "federation"],
                condition=Q(federation__isnull=False),
                name="funding_budget_federation",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="funding_budget_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.amount}"

    @classmethod
    def refuse_new(cls, rows: list["BudgetLine"]) -> None:
        """Raise WrittenOnce when a line is added to a frozen version."""
        counties = {row.county_code for row in rows}
        budgets = Budget.objects.filter(county_code__in=counties)
        refuse_any(budgets.filter(Budget.frozen_when, pk__in={row.budget_id for row in rows}))

    @property
    def name(self) -> str:
        """Name of the category."""
        return chart.name_of(self.account)


class AuditRecord(RegistryRow):
    """An examination of the funds of a year (R-FIN-09): who looked, when, what was found."""

    township_path: ClassVar[str] = "union__township_id"

    union = CountyForeignKey(
        Union, verbose_name=_("union"), on_delete=models.PROTECT, related_name="audits"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    audited_on = models.DateField(_("audited on"))
    audited_by = models.CharField(_("audited by"), max_length=100)
    findings = models.TextField(_("findings of the audit"), max_length=2000, blank=True)
    follow_up = models.CharField(
        _("what became of it"), max_length=10, choices=AuditFollowUp.choices
    )

    class Meta:
        verbose_name = _("audit record")
        verbose_name_plural = _("audit records")
        ordering = ["-year", "union", "-audited_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "union", "year", "audited_on"],
                name="funding_audit_once",
                violation_error_message=_("The audit of this day is recorded already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.union} {self.year}"
