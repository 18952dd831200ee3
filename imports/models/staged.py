"""Rows of a workbook, cleaned and compared, waiting to be written.

One table a kind, with the columns of the table it goes to, so that applying is plain SQL from one
table to the other.  Ids of new records are drawn when a row is staged.
"""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cadres.models import Appointment, Attendance
from funding.models import Levy, LevyPayment
from imports.choices import RowStatus
from imports.models.batch import ImportBatch
from members.models import Member
from townships.models import Employer, TownshipStatistics, Union
from unionreg.county import CountyForeignKey, CountyRow

MEMBER_COLUMNS = (
    *("name", "name_pinyin", "name_initials", "sex", "birth_date", "ethnicity"),
    *("employment_status", "id_type", "id_cipher", "id_hash", "id_masked", "id_tail"),
    *("education", "skill_level", "phone", "household_type", "household_place"),
    *("political_status", "workplace", "native_place", "is_migrant", "group"),
    *("union_id", "township_id", "state", "first_joined_on", "joined_on"),
    *("change_type", "changed_on", "change_reason"),
)
EMPLOYER_COLUMNS = (
    *("name", "pinyin", "credit_code", "township_id", "economic_type", "industry"),
    *("is_legal_person", "opened_on", "worker_count", "women_count", "migrant_count"),
    *("counted_on", "address", "contact", "phone", "status"),
)
UNION_COLUMNS = (
    *("code", "name", "short_name", "pinyin", "kind", "form", "subtype", "township_id"),
    *("superior_id", "status", "founded_on", "founding_mode", "approval_no", "approved_on"),
    *("approved_by", "form_approval_no", "form_approved_on", "form_approved_by"),
    *("is_legal_person", "credit_code", "certificate_no", "certificate_from", "certificate_to"),
    *("legal_representative", "account_mode", "audit_committee_on", "women_committee_on"),
    *("party_organisation", "chair_name", "phone", "address"),
)
CADRE_COLUMNS = (
    *("union_id", "person_id", "body", "post", "appointment_type", "term_id", "valid_from"),
    *("valid_to", "end_reason", "category", "represents_id", "source", "rank", "party_role"),
    *("concurrent_post", "home_department", "on_establishment", "treatment", "managing_body"),
    *("elected_on", "elected_by", "approval_no"),
)
ATTENDANCE_COLUMNS = ("training_id", "person_id", "attended", "passed", "score", "note")
LEVY_COLUMNS = (
    *("employer_id", "kind", "year", "month", "payroll_total", "due", "basis", "channel"),
    "collecting_township_id",
)
LEVY_PAYMENT_COLUMNS = (
    *("employer_id", "kind", "year", "month", "paid_on", "amount", "channel", "reference"),
    "collecting_township_id",
)
STATISTICS_COLUMNS = (
    *("township_id", "as_of", "firm_count", "worker_count", "employed_2nd_3rd_sector"),
    *("legal_person_units", "unionised_units", "fulltime_staffing"),
    *("activists", "volunteers", "source", "note"),
)


def _twin(field: models.Field[Any, Any]) -> Any:
    """An optional column of the same type, without keys, defaults or rules."""
    plain: Any
    if isinstance(field, models.ForeignKey):
        target = field.target_field
        if isinstance(target, models.CharField):
            plain = models.CharField(max_length=target.max_length)
        else:
            plain = models.BigIntegerField()
    else:
        plain = field.clone()
        plain.choices = None
        plain.default = models.NOT_PROVIDED
        plain._validators = []
    plain.null = True  # rows with errors are kept too
    plain.db_index = False
    plain.verbose_name = None
    return plain


def with_columns_of(
    target: type[models.Model], names: tuple[str, ...]
) -> Callable[[type["StagedRow"]], type["StagedRow"]]:
    """Give a staging table the columns `names` of the table it goes to."""
    by_column = {field.attname: field for field in target._meta.concrete_fields}

    def add(model: type["StagedRow"]) -> type["StagedRow"]:
        for name in names:
            model.add_to_class(name, _twin(by_column[name]))
        model.target = target
        model.columns = names
        return model

    return add


class StagedRow(CountyRow):
    """What every kind has: where the row stood, what happens to it, and to which record.

    `target_id` is the id of the record, drawn in advance for a new one; `target_version` the
    version that the comparison saw; `changes` the entry for the change log; `detail` what the
    preview tells besides (the other union of a person who must be transferred).
    """

    batch = CountyForeignKey(
        ImportBatch,
        verbose_name=_("import"),
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,  # the index of each table begins with it
    )
    row_number = models.PositiveIntegerField(_("row"))
    row_status = models.CharField(_("what happens"), max_length=10, choices=RowStatus.choices)
    target_id = models.BigIntegerField(null=True)
    target_version = models.PositiveIntegerField(null=True)
    label = models.CharField(_("name"), max_length=100, blank=True)
    masked = models.CharField(max_length=40, blank=True)
    township_key = models.CharField(max_length=12, blank=True)
    changes = models.JSONField(default=dict)
    detail = models.JSONField(default=dict)

    township_path: ClassVar[str] = "batch__township_id"
    target: ClassVar[type[models.Model]]
    columns: ClassVar[tuple[str, ...]]

    class Meta:
        abstract = True
        default_permissions = ()
        ordering = ["row_number"]

    def __str__(self) -> str:
        return f"{self.row_number} {self.label}"


def _index(table: str) -> list[models.Index]:
    """Rows of a batch by what happens to them, in the order of the file."""
    fields = ["county_code", "batch", "row_status", "row_number"]
    return [models.Index(fields=fields, name=f"imports_{table}")]


@with_columns_of(Member, MEMBER_COLUMNS)
class StagedMember(StagedRow):
    """A person, and what happens to the membership (`membership_step`, empty for nothing).

    `key_county`, `key_member`: who holds the person's key now, when it moves here from a county
    that the person has left.
    """

    membership_step = models.CharField(max_length=10, blank=True)
    membership_id = models.BigIntegerField(null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    kept_from = models.DateField(null=True)
    key_county = models.CharField(max_length=6, blank=True)
    key_member = models.BigIntegerField(null=True)

    class Meta(StagedRow.Meta):
        indexes = _index("staged_members")


@with_columns_of(Employer, EMPLOYER_COLUMNS)
class StagedEmployer(StagedRow):
    """An employer."""

    class Meta(StagedRow.Meta):
        indexes = _index("staged_employers")


@with_columns_of(Union, UNION_COLUMNS)
class StagedUnion(StagedRow):
    """A union; `employer_ids` are the employers that it comes to cover.

    `term` is the term that the row opens: first day, years and, once written, its id.
    """

    employer_ids = models.JSONField(default=list)
    term = models.JSONField(default=list)

    class Meta(StagedRow.Meta):
        indexes = _index("staged_unions")


@with_columns_of(TownshipStatistics, STATISTICS_COLUMNS)
class StagedStatistics(StagedRow):
    """The figures of a township on one day."""

    class Meta(StagedRow.Meta):
        indexes = _index("staged_statistics")


@with_columns_of(Attendance, ATTENDANCE_COLUMNS)
class StagedAttendance(StagedRow):
    """A person at a training."""

    class Meta(StagedRow.Meta):
        indexes = _index("staged_attendance")


@with_columns_of(Appointment, CADRE_COLUMNS)
class StagedCadre(StagedRow):
    """A post of a person; `person` is everything about one whom the import makes, once a file."""

    person_hash = models.UUIDField(null=True)
    person = models.JSONField(default=list)

    class Meta(StagedRow.Meta):
        indexes = _index("staged_cadres")


@with_columns_of(LevyPayment, LEVY_PAYMENT_COLUMNS)
class StagedLevyPayment(StagedRow):
    """A payment of a levy."""

    class Meta(StagedRow.Meta):
        indexes = _index("staged_levy_payments")


@with_columns_of(Levy, LEVY_COLUMNS)
class StagedLevy(StagedRow):
    """What a unit owes for a month."""

    class Meta(StagedRow.Meta):
        indexes = _index("staged_levies")
