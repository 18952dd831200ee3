"""Code lists of money: where it comes from and how far it has got."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FundSource(models.TextChoices):
    """Where money of a township union comes from (R-FND-08, R-FND-26, R-FIN-12)."""

    RETAINED = "retained", _("retained union funds")
    REBATE = "rebate", _("rebate")
    UPPER_SUBSIDY = "upper_subsidy", _("subsidy of a higher union")
    FINANCE = "finance", _("subsidy of the government")
    DUES = "dues", _("membership dues")
    OTHER = "other", _("other income")


class AllocationState(models.TextChoices):
    """How far the calculation of a year has got."""

    DRAFT = "draft", _("draft")
    REVIEWED = "reviewed", _("reviewed")
    APPROVED = "approved", _("approved")
    WITHDRAWN = "withdrawn", _("withdrawn")


class LineState(models.TextChoices):
    """What came of the calculation for one township."""

    CALCULATED = "calculated", _("calculated")
    UNKNOWN = "unknown", _("a number is missing")
    REFUSED = "refused", _("refused")


class BookMode(models.TextChoices):
    """How the books of a union are kept (总工办发〔2019〕24号 九)."""

    OWN = "own", _("own account")
    CUSTODY = "custody", _("kept by the county federation")
    CENTRE = "centre", _("accounting centre")


class BudgetKind(models.TextChoices):
    """What is planned for a year, and what became of it."""

    BUDGET = "budget", _("budget")
    FINAL = "final", _("final account")


class BudgetState(models.TextChoices):
    """A draft is edited; what is frozen never changes."""

    DRAFT = "draft", _("draft")
    FROZEN = "frozen", _("frozen")


class AuditFollowUp(models.TextChoices):
    """What became of the findings of an audit."""

    NONE = "none", _("nothing found")
    OPEN = "open", _("to be put right")
    DONE = "done", _("put right")
