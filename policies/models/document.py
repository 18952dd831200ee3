"""Policy documents: what was issued, by whom, when, and for which place."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from policies.choices import DocumentKind
from policies.models.release import Releasable, release_constraints


class PolicyDocument(Releasable):
    """A document with provisions. `key` names one that ships with the program, else it is empty.

    `valid_to` is the last day; empty means no end. `issued_text` holds the date as the source gives
    it when the day is not known (“2013年初”). A number ships once, and each office records it once:
    what one office writes keeps no other from recording the same document.
    """

    key = models.SlugField(_("shipped key"), max_length=50, blank=True, editable=False)
    number = models.CharField(_("document number"), max_length=50, blank=True)
    title = models.CharField(_("title"), max_length=200)
    issuer = models.CharField(_("issuer"), max_length=100)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    issued_text = models.CharField(_("date as printed"), max_length=50, blank=True)
    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(_("in force to"), null=True, blank=True)
    jurisdiction = models.ForeignKey(
        "townships.Division",
        verbose_name=_("in force in"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="policy_documents",
        help_text=_("Empty: in the whole country."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=DocumentKind.choices)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("policy document")
        verbose_name_plural = _("policy documents")
        ordering = ["-valid_from", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=~Q(key=""),
                name="policies_document_key",
                violation_error_message=_("A document of this number is recorded already."),
            ),
            models.UniqueConstraint(
                fields=["number"],
                condition=~Q(number="") & ~Q(key=""),
                name="policies_document_number",
                violation_error_message=_("A document of this number is recorded already."),
            ),
            models.UniqueConstraint(
                fields=["owner", "number"],
                condition=~Q(number="") & Q(key=""),
                name="policies_document_office",
                violation_error_message=_("A document of this number is recorded already."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="policies_document_dates",
                violation_error_message=_("The end lies before the beginning."),
            ),
            *release_constraints("policies_document"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """How the document is cited: by its number, else by issuer and title."""
        return document_label(self.number, self.issuer, self.title)

    def clean(self) -> None:
        """A document says when it was issued, exactly or as printed, and ends after it began."""
        errors = {}
        if self.issued_on is None and not self.issued_text:
            errors["issued_on"] = _("Give the date, or the date as printed.")
        begins: date | None = self.valid_from  # None while its field has a mistake
        if begins and self.valid_to and self.valid_to < begins:
            errors["valid_to"] = _("The end lies before the beginning.")
        if errors:
            raise ValidationError(errors)


def document_label(number: str, issuer: str, title: str) -> str:
    """“总工办发〔2019〕24号”, or “绍兴市委《…》” for a document without a number."""
    return number or f"{issuer}《{title}》"
