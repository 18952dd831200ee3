"""Code values of policy documents and provisions, with their labels."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from policies.engine import Kind, Modality


class State(models.TextChoices):
    """A draft judges nothing. What was superseded or withdrawn still holds for the days before."""

    DRAFT = "draft", _("draft")
    RELEASED = "released", _("released")
    SUPERSEDED = "superseded", _("superseded")
    WITHDRAWN = "withdrawn", _("withdrawn")


class DocumentKind(models.TextChoices):
    """A norm binds in its place; local practice is a report of what some place does."""

    NORM = "norm", _("norm")
    PRACTICE = "practice", _("local practice")


class ProvisionModality(models.TextChoices):
    """How a provision binds."""

    MUST = Modality.MUST.value, _("must")
    MAY = Modality.MAY.value, _("may")
    MUST_NOT = Modality.MUST_NOT.value, _("must not")
    ADVICE = Modality.ADVICE.value, _("advice")


class RuleKind(models.TextChoices):
    """What the program does with a provision."""

    HARD_BLOCK = Kind.HARD_BLOCK.value, _("refuses")
    WARNING = Kind.WARNING.value, _("warns")
    QUOTA = Kind.QUOTA.value, _("calculates a quota")
    FORMULA = Kind.FORMULA.value, _("calculates")
    REPORT = Kind.REPORT.value, _("reports")
    RECORD = Kind.RECORD.value, _("records")
