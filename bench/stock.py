"""The stock flow: django-import-export as its documentation sets it up, on the same model.

In its favour: the file is flat and has codes instead of words; no pages are rendered and no admin
log is written; pinyin, memberships, history, keys and counts are left out. ID numbers are sealed,
because the model has no other place for them. The rest are its defaults.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from import_export.fields import Field
from import_export.formats.base_formats import XLSX
from import_export.resources import ModelResource
from import_export.widgets import ForeignKeyWidget

from bench.county import COUNTY
from bench.people import Person
from members.choices import ChangeType, Education, EmploymentStatus, IdType, Sex
from members.models import Member
from members.sealing import seal
from townships.models import Union

COLUMNS = (
    *("county_code", "name", "sex", "birth_date", "ethnicity", "employment_status", "id_type"),
    *("id_number", "education", "phone", "household_place", "change_type", "changed_on"),
    *("joined_on", "first_joined_on", "political_status", "workplace", "native_place"),
    # id_hash: an empty cell, because the package wants to see the column it compares by
    *("is_migrant", "union", "state", "id_hash"),
)
SEALED = ("id_cipher", "id_masked", "id_tail")


class MemberResource(ModelResource):
    """Members as a developer would import them with the stock package."""

    union = Field(attribute="union", column_name="union", widget=ForeignKeyWidget(Union, "code"))

    class Meta:
        model = Member
        fields = tuple(name for name in COLUMNS if name != "id_number") + SEALED
        import_id_fields = ("county_code", "id_hash")

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        """The columns that stand for the ID number."""
        row.update(seal(row["id_type"], row["id_number"])._asdict())


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


def import_plain(path: Path) -> None:
    """Preview and confirmation as the admin does them: parse, dry run, parse again, import."""
    resource = MemberResource()
    _checked(resource.import_data(_parsed(path), dry_run=True, raise_errors=False))
    _checked(
        resource.import_data(
            _parsed(path),
            dry_run=False,
            raise_errors=False,
            rollback_on_validation_errors=True,
        )
    )


def _parsed(path: Path) -> Any:
    return XLSX().create_dataset(path.read_bytes())


def _checked(result: Any) -> None:
    """Refuse to measure something that does not work."""
    if result.has_errors() or result.has_validation_errors():
        found = result.base_errors or result.row_errors() or result.invalid_rows
        raise RuntimeError(f"The stock import failed: {found[:1]}")
