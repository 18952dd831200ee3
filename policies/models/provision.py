"""Provisions: one clause of a document as dated, typed data."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from policies.choices import ProvisionModality, RuleKind
from policies.engine import BadParameters, Precedence, UnknownRule, read_parameters, rules
from policies.models.document import PolicyDocument


class Provision(models.Model):
    """What one clause says about one rule in one place, from one day on.

    `valid_to` is the last day; empty means as long as the document. `parameters` fit the typed
    parameters of the rule. `key` names a provision that ships with the program, else it is empty.
    """

    key = models.CharField(_("shipped key"), max_length=100, blank=True, editable=False)
    rule_id = models.CharField(_("rule"), max_length=20)
    document = models.ForeignKey(
        PolicyDocument,
        verbose_name=_("document"),
        on_delete=models.PROTECT,
        related_name="provisions",
    )
    clause = models.CharField(_("clause"), max_length=50)
    topic = models.CharField(_("topic"), max_length=50, editable=False)
    modality = models.CharField(_("modality"), max_length=10, choices=ProvisionModality.choices)
    kind = models.CharField(_("effect"), max_length=2, choices=RuleKind.choices)
    parameters = models.JSONField(_("parameters"), default=dict, blank=True)
    jurisdiction = models.ForeignKey(
        "townships.Division",
        verbose_name=_("in force in"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="provisions",
        help_text=_("Empty: in the whole country."),
    )
    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(_("in force to"), null=True, blank=True)
    key_phrase = models.CharField(_("words of the document"), max_length=200, blank=True)
    reading = models.TextField(_("reading"), blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("provision")
        verbose_name_plural = _("provisions")
        ordering = ["rule_id", "-valid_from"]
        indexes = [models.Index(fields=["rule_id", "jurisdiction"], name="policies_provision_rule")]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=~Q(key=""),
                name="policies_provision_key",
                violation_error_message=_("This provision is recorded already."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="policies_provision_dates",
                violation_error_message=_("The end lies before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.clause}"

    def clean(self) -> None:
        """Rule, parameters, validity. Raises `ValidationError` with a message per field."""
        errors = {**self.rule_errors(), **self.validity_errors()}
        if not errors and (other := self.overlapping()):
            errors["valid_from"] = overlap_message(self, other)
        if errors:
            raise ValidationError(errors)
        self.topic = rules.get(self.rule_id).topic

    def rule_errors(self) -> dict[str, Any]:
        """What is wrong with rule and parameters, by field."""
        try:
            rule = rules.get(self.rule_id)
            read_parameters(rule.parameters, self.parameters)
        except UnknownRule as error:
            return {"rule_id": str(error)}
        except BadParameters as error:
            return {"parameters": str(error)}
        return {}

    def validity_errors(self) -> dict[str, Any]:
        """What is wrong with the document and the dates, by field."""
        if getattr(self, "document", None) is None:
            return {"document": _("A clause needs its document.")}
        if self.valid_from is None:
            return {}  # the field reports it
        if self.valid_from < self.document.valid_from:
            return {"valid_from": _("The provision begins before its document.")}
        return {}

    def overlapping(self) -> "Provision | None":
        """Another provision of this rule and place that shares a day with this one."""
        if self.valid_from is None:
            return None
        same = Provision.objects.filter(rule_id=self.rule_id, jurisdiction=self.jurisdiction_id)
        others = list(same.exclude(pk=self.pk).select_related("document", "jurisdiction"))
        return first_overlap(self, others)

    @property
    def ends(self) -> date:
        """The last day, `date.max` when there is no end; a document's end ends its provisions."""
        days = [day for day in (self.valid_to, self.document.valid_to) if day is not None]
        return min(days, default=date.max)


def first_overlap(provision: Provision, others: Iterable[Provision]) -> Provision | None:
    """The first of `others` that excludes `provision` and shares a day with it.

    All are of one rule and place. Of a threshold or formula only one can hold there; what else
    documents ask adds up, so two documents may both ask it, but one document says it once.
    """
    adds_up = rules.get(provision.rule_id).precedence is Precedence.ALL
    for other in others:
        if adds_up and other.document != provision.document:
            continue
        if provision.valid_from <= other.ends and other.valid_from <= provision.ends:
            return other
    return None


def overlap_message(provision: Provision, other: Provision) -> Any:
    """Says which two provisions collide and where."""
    return _("%(rule)s is in force in the same place and on the same days by %(other)s.") % {
        "rule": provision.rule_id,
        "other": f"{other.document} {other.clause}",
    }
