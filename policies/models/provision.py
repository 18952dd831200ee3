"""Provisions: one clause of a document as dated, typed data."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from policies.choices import ProvisionModality, RuleKind, State
from policies.engine import BadParameters, Precedence, UnknownRule, read_parameters, rules
from policies.models.document import PolicyDocument
from policies.models.release import Releasable, release_constraints

DAY = timedelta(days=1)


class Provision(Releasable):
    """What one clause says about one rule in one place, from one day on.

    `valid_to` is the last day; empty means as long as the document. `parameters` fit the typed
    parameters of the rule. `supersedes` is the provision that ends on the day before this one
    begins; `repeals` says that nothing takes its place: such a provision never judges.
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
    supersedes = models.ForeignKey(
        "self",
        verbose_name=_("takes the place of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
    )
    repeals = models.BooleanField(_("only ends it"), default=False, editable=False)

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
            models.UniqueConstraint(
                fields=["supersedes"],
                condition=~Q(state=State.DRAFT),
                name="policies_provision_successor",
                violation_error_message=_("Another provision has taken its place already."),
            ),
            models.CheckConstraint(
                condition=Q(repeals=False) | Q(supersedes__isnull=False),
                name="policies_provision_repeals",
                violation_error_message=_("Name the provision that ends."),
            ),
            *release_constraints("policies_provision"),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.clause}"

    def clean(self) -> None:
        """Rule, parameters, place, validity. Raises `ValidationError` with a message per field."""
        errors = {
            **self.rule_errors(),
            **self.validity_errors(),
            **self.place_errors(),
            **self.succession_errors(),
        }
        if not errors and not self.repeals and (other := self.overlapping()):
            errors["valid_from"] = taken_message(other)
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
        if self.document.valid_to and self.document.valid_to < self.valid_from:
            return {"valid_from": _("The provision begins after its document has ended.")}
        if self.valid_to and self.valid_to < self.valid_from:
            return {"valid_to": _("The end lies before the beginning.")}
        return {}

    def place_errors(self) -> dict[str, Any]:
        """A document says nothing about places in which it does not hold."""
        holds_in = self.document.jurisdiction_id if getattr(self, "document", None) else None
        if holds_in is None:
            return {}
        chain = self.jurisdiction.chain() if self.jurisdiction else []
        if any(place.key == holds_in for place in chain):
            return {}
        text = _("The document “%(document)s” does not hold in this place.")
        return {"document": text % {"document": self.document}}

    def succession_errors(self) -> dict[str, Any]:
        """What is wrong with the provision whose place this one takes."""
        old = self.supersedes
        if old is None or self.valid_from is None:
            return {}
        if old.is_draft or old.repeals or old.pk == self.pk:
            return {"supersedes": _("Only what is in force can be superseded.")}
        if self._comes_too_late(old):
            return {"supersedes": _("Another provision has taken its place already.")}
        if (old.rule_id, old.jurisdiction_id) != (self.rule_id, self.jurisdiction_id):
            return {"supersedes": _("It is a provision of another rule or place.")}
        if self.valid_from <= old.valid_from:
            text = _("It has to begin later than what it supersedes: after %(day)s.")
            return {"valid_from": text % {"day": old.valid_from.isoformat()}}
        if old.ends < self.valid_from - DAY:
            text = _("What it supersedes has ended on %(day)s already.")
            return {"supersedes": text % {"day": old.ends.isoformat()}}
        return {}

    def _comes_too_late(self, old: "Provision") -> bool:
        """Whether something else superseded or ended `old`; a draft's own turn does not count."""
        others = old.successors.exclude(state=State.DRAFT).exclude(pk=self.pk)
        return others.exists() or (self.is_draft and old.state != State.RELEASED)

    def overlapping(self) -> "Provision | None":
        """Another provision of this rule and place that shares a day with this one.

        Drafts do not count, nor what this one supersedes: that will end on the day before.
        """
        if self.valid_from is None:
            return None
        same = Provision.objects.filter(rule_id=self.rule_id, jurisdiction=self.jurisdiction_id)
        judging = same.exclude(state=State.DRAFT).filter(repeals=False)
        others = judging.exclude(pk__in=[pk for pk in (self.pk, self.supersedes_id) if pk])
        return first_overlap(self, list(others.select_related("document", "jurisdiction")))

    @property
    def ends(self) -> date:
        """The last day, `date.max` when there is no end; a document's end ends its provisions."""
        days = [day for day in (self.valid_to, self.document.valid_to) if day is not None]
        return min(days, default=date.max)


def first_overlap(provision: Provision, others: Iterable[Provision]) -> Provision | None:
    """The first of `others` that excludes `provision` and shares a day with it.

    All are of one rule and place. Of a threshold or formula only one can hold there; what else
    documents ask adds up, so two documents may both ask it, but one document says it once, also
    when two offices recorded it.
    """
    adds_up = rules.get(provision.rule_id).precedence is Precedence.ALL
    for other in others:
        if adds_up and not _same_document(provision.document, other.document):
            continue
        if provision.valid_from <= other.ends and other.valid_from <= provision.ends:
            return other
    return None


def _same_document(one: PolicyDocument, other: PolicyDocument) -> bool:
    return one == other or bool(one.number and one.number == other.number)


def overlap_message(provision: Provision, other: Provision) -> Any:
    """Says which two provisions collide and where."""
    return _("%(rule)s is in force in the same place and on the same days by %(other)s.") % {
        "rule": provision.rule_id,
        "other": f"{other.document} {other.clause}",
    }


def taken_message(other: Provision) -> Any:
    """Says what holds already, and what one can do."""
    text = _(
        "%(other)s holds in this place on the same days (from %(day)s). Let the new one take its "
        "place, or begin on another day."
    )
    return text % {"other": other, "day": other.valid_from.isoformat()}
