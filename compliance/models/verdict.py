"""Verdicts as they were given, with the words and numbers of that day."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compliance.choices import SubjectKind
from policies.models import Provision
from unionreg.county import CountyRow


class JudgedSubject(models.Model):
    """What a verdict or finding is about.

    `subject_key` is the registry key of a township or the id of a union or employer, as text.
    `township_key` is where it lies, the county's own key when it lies in no township.
    """

    township_key = models.CharField(_("township"), max_length=12, editable=False)
    rule_id = models.CharField(_("rule"), max_length=20, editable=False)
    subject = models.CharField(
        _("kind of subject"), max_length=10, choices=SubjectKind.choices, editable=False
    )
    subject_key = models.CharField(_("subject"), max_length=20, editable=False)
    subject_label = models.CharField(_("name"), max_length=200, editable=False)

    class Meta:
        abstract = True


class StoredVerdict(CountyRow, JudgedSubject):
    """One answer of the policy engine. It is written once; a new answer is a new row.

    Provision, parameters, inputs and wording are copied: what is later changed, superseded or
    renamed does not change what was judged. `is_latest` marks today's answer of a provision about
    a subject; `ended_on` is the day on which the provision stopped to judge it.
    """

    township_path: ClassVar[str] = "township_key"

    provision = models.ForeignKey(
        Provision,
        verbose_name=_("provision"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        db_constraint=False,
    )
    status = models.CharField(_("status"), max_length=20, editable=False)
    met = models.BooleanField(_("met"), null=True, editable=False)
    kind = models.CharField(_("effect"), max_length=2, editable=False)
    modality = models.CharField(_("modality"), max_length=10, editable=False)
    document = models.CharField(_("document"), max_length=310, editable=False)
    clause = models.CharField(_("clause"), max_length=50, editable=False)
    key_phrase = models.CharField(_("words of the document"), max_length=200, editable=False)
    reading = models.TextField(_("reading"), editable=False)
    parameters = models.JSONField(_("parameters"), default=dict, editable=False)
    inputs = models.JSONField(_("inputs"), default=dict, editable=False)
    value = models.JSONField(_("value"), null=True, editable=False)
    explanation = models.TextField(_("explanation"), editable=False)
    figures_as_of = models.DateField(_("figures as of"), null=True, editable=False)
    judged_on = models.DateField(_("judged for the day"), editable=False)
    judged_at = models.DateTimeField(_("judged at"), default=timezone.now, editable=False)
    is_latest = models.BooleanField(_("latest"), default=True, editable=False)
    ended_on = models.DateField(_("ended on"), null=True, editable=False)

    class Meta:
        verbose_name = _("verdict")
        verbose_name_plural = _("verdicts")
        ordering = ["-judged_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "rule_id", "subject", "subject_key", "provision"],
                condition=Q(is_latest=True),
                name="compliance_verdict_latest",
            )
        ]
        indexes = [
            models.Index(
                fields=["county_code", "subject", "subject_key", "rule_id"],
                name="compliance_verdict_subject",
            ),
            models.Index(
                fields=["county_code", "rule_id"],
                name="compliance_verdict_rule",
                condition=Q(is_latest=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_label}: {self.document} {self.clause}"
