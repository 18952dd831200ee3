"""The stock flow: django-import-export on the same model, as set up first, and at its best.

In its favour: the file is flat and has codes instead of words; no pages are rendered and no admin
log is written; pinyin, memberships, history, keys and counts are left out.  ID numbers are sealed,
because the model has no other place for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from django.db.models import QuerySet
from import_export.fields import Field
from import_export.formats.base_formats import XLSX
from import_export.instance_loaders import CachedInstanceLoader
from import_export.resources import ModelResource
from import_export.widgets import ForeignKeyWidget

from bench.county import COUNTY
from bench.people import Person
from members.choices import ChangeType, Education, EmploymentStatus, IdType, Sex
from members.models import Member
from members.sealing import identity_hash, seal
from townships.models import Union

COLUMNS = (
    *("county_code", "name", "sex", "birth_date", "ethnicity", "employment_status", "id_type"),
    *("id_number", "education", "phone", "household_place", "change_type", "changed_on"),
    *("joined_on", "first_joined_on", "political_status", "workplace", "native_place"),
    # id_hash: an empty cell, because the package wants to see the column it compares by
    *("is_migrant", "union", "state", "id_hash"),
)
SEALED = ("id_cipher", "id_masked", "id_tail")
FIELDS = tuple(name for name in COLUMNS if name != "id_number")


class MemberResource(ModelResource):
    """Members as the documentation of the package sets an import up: its defaults."""

    union = Field(attribute="union", column_name="union", widget=ForeignKeyWidget(Union, "code"))

    class Meta:
        model = Member
        fields = FIELDS + SEALED
        import_id_fields = ("county_code", "id_hash")

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        """The columns that stand for the ID number."""
        row.update(seal(row["id_type"], row["id_number"])._asdict())


class CachedUnions(ForeignKeyWidget):
    """Unions by their codes, looked up once for the whole file."""

    def __init__(self) -> None:
        super().__init__(Union, "code")
        self.known = {union.code: union for union in Union.objects.in_county(COUNTY)}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """The union with this code."""
        return self.known[value]


class BestResource(ModelResource):
    """Everything that makes the package fast: bulk, cached rows and foreign keys, no diffs.

    Its cached loader compares by a single column, so the blind index is put into the file before
    it looks.  Only rows that are written are sealed.
    """

    class Meta:
        model = Member
        fields = FIELDS
        import_id_fields = ("id_hash",)
        instance_loader_class = CachedInstanceLoader
        use_bulk = True
        batch_size = 1000
        skip_diff = True
        skip_html_diff = True

    def __init__(self) -> None:
        super().__init__()
        self.fields["union"] = Field("union", "union", widget=CachedUnions())

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """The blind index of every ID number."""
        kinds, numbers = dataset["id_type"], dataset["id_number"]
        del dataset["id_hash"]
        found = map(identity_hash, kinds, numbers)
        dataset.append_col(list(found), header="id_hash")

    def before_save_instance(self, instance: Member, row: Any, **kwargs: Any) -> None:
        """The other columns that stand for the ID number."""
        if instance.pk is None:
            sealed = seal(row["id_type"], row["id_number"])
            instance.id_cipher, instance.id_masked = sealed.id_cipher, sealed.id_masked
            instance.id_tail = sealed.id_tail


class BestAgain(BestResource):
    """The best there is for people who are registered: what has not changed is not written.

    `skip_unchanged` needs the comparison that `skip_diff` switches off, and the comparison needs
    the union of each row, which comes with it instead of by a query a row.
    """

    class Meta(BestResource.Meta):
        skip_diff = False
        skip_unchanged = True

    def get_queryset(self) -> QuerySet[Member]:
        """Members with their unions."""
        return Member.objects.select_related("union")


def write_plain(path: Path, people: Sequence[Person]) -> None:
    """The same people in a workbook with one title row and one cell for each column."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, COLUMNS)
    for number, person in enumerate(people, start=1):
        sheet.write_row(number, 0, _plain_row(person))
    book.close()


def _plain_row(person: Person) -> list[str]:
    joined = person.joined_on.isoformat()
    return [
        *(COUNTY, person.name, Sex.FEMALE if person.female else Sex.MALE),
        *(person.birth_date.isoformat(), "01", EmploymentStatus.AT_WORK, IdType.RESIDENT_ID),
        *(person.id_number, Education.HIGH_SCHOOL_GRADUATED, person.phone, "河南省安阳市"),
        *(ChangeType.JOINED, joined, joined, joined, "13", "示例机械制造有限公司", "河南安阳"),
        *("1" if person.migrant else "0", person.union, "active", ""),
    ]


def dry_run(path: Path, resource: type[ModelResource]) -> None:
    """First request of the admin's import: parse, and try the import out."""
    _checked(resource().import_data(_parsed(path), dry_run=True, raise_errors=False))


def import_plain(path: Path, resource: type[ModelResource]) -> Any:
    """Second request: parse again and import; the counts of the result."""
    result = resource().import_data(
        _parsed(path),
        dry_run=False,
        raise_errors=False,
        rollback_on_validation_errors=True,
    )
    return _checked(result).totals


def _parsed(path: Path) -> Any:
    return XLSX().create_dataset(path.read_bytes())


def _checked(result: Any) -> Any:
    """Refuse to measure something that does not work."""
    if result.has_errors() or result.has_validation_errors():
        found = result.base_errors or result.row_errors() or result.invalid_rows
        raise RuntimeError(f"The stock import failed: {found[:1]}")
    return result
