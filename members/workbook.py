"""Members as an Excel workbook: the provincial 20 columns, then union and membership.

The headers are those that the import knows, so that an exported workbook can be corrected and
imported again; ID numbers and phones are masked unless somebody may see them and says why.
A block of rows is read, written and forgotten: the workbook takes the same memory however long.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rustpy_xlsxwriter import Format, write_worksheet

from members.identity import mask_phone
from members.models import Member
from members.services.reveal import PERMISSION
from townships.models import Division, Union
from unionreg.crypto import decrypt
from unionreg.row_order import RowOrder, in_blocks

Cell = str | int | date | None
MOST_PEOPLE = 1_048_575  # rows of a sheet, without the headers
BLOCK = 5000


class Column(NamedTuple):
    """A column: header, width in characters, column of the table."""

    header: Any
    width: int
    field: str


def _field(name: str) -> Any:
    field: Any = Member._meta.get_field(name)
    return field.verbose_name


def _column(name: str, width: int = 14) -> Column:
    return Column(_field(name), width, name)


# As in the import template: a workbook that was exported can come back.
UNION_TITLE = "所属工会"

COLUMNS = (
    _column("name", 12),
    _column("sex", 6),
    _column("birth_date", 12),
    _column("ethnicity", 10),
    _column("employment_status", 12),
    _column("id_type", 14),
    _column("id_masked", 21),
    _column("education", 16),
    _column("skill_level", 16),
    _column("phone"),
    _column("household_type", 16),
    _column("household_place", 20),
    _column("change_type", 12),
    _column("changed_on", 12),
    _column("change_reason", 22),
    _column("political_status"),
    _column("workplace", 30),
    _column("native_place", 16),
    _column("is_migrant", 12),
    _column("group"),
    Column(UNION_TITLE, 34, "union_id"),
    Column(_field("township"), 14, "township_id"),
    _column("state", 10),
    _column("first_joined_on"),
    _column("joined_on", 16),
)
SERIAL = gettext_lazy("No.")
_DATES = ("birth_date", "changed_on", "first_joined_on", "joined_on")


def check_length(number: int) -> None:
    """Raise ValidationError for more people than a sheet of Excel has rows."""
    if number > MOST_PEOPLE:
        text = _("A sheet of Excel holds %(most)s people. Narrow the list, say to a county.")
        raise ValidationError(text % {"most": f"{MOST_PEOPLE:,}"})


def write_members(
    target: Path,
    members: QuerySet[Member],
    order: RowOrder,
    *,
    user: Any,
    unmasked: bool,
    progress: Callable[[int], None] = lambda _number: None,
) -> dict[tuple[str, str], int]:
    """Write the workbook; people by county and township.

    With `unmasked`, numbers are in full where `user` may see them and masked elsewhere. `progress`
    is told how many people have been written.
    """
    lines = _Lines(members, order, user if unmasked else None, progress)
    day = Format().set_num_format("yyyy-mm-dd")
    head = Format().set_bold().set_background_color("#EEF1F5").set_border("thin")
    write_worksheet(
        iter(lines),
        str(target),
        sheet_name=str(_("members"))[:31],
        freeze_row=1,
        freeze_col=2,
        column_widths=[6, *(column.width for column in COLUMNS)],
        column_formats={str(c.header): day for c in COLUMNS if c.field in _DATES},
        header_format=head,
    )
    return {
        (county, township or ""): number for (county, township), number in lines.counted.items()
    }


class _Lines:
    """The lines of the sheet, one dictionary a person, and how many came from where."""

    def __init__(
        self,
        members: QuerySet[Member],
        order: RowOrder,
        reader: Any,
        progress: Callable[[int], None],
    ) -> None:
        self.order, self.progress = order, progress
        sealed = ["id_cipher"] if reader else []
        self.names = list(dict.fromkeys([*order.columns, *(c.field for c in COLUMNS), *sealed]))
        self.rows = members.select_related(None).values_list(*self.names)
        self.allowed = reader.scope_for(PERMISSION) if reader else None
        self.counted: Counter[tuple[str, str | None]] = Counter()
        self.words = _words()
        self.titles = [str(SERIAL), *(str(column.header) for column in COLUMNS)]

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        number = 0
        for block in in_blocks(self.rows, self.order, BLOCK):
            read = dict(zip(self.names, zip(*block, strict=True), strict=True))
            serials = range(number + 1, number + len(block) + 1)
            number += len(block)
            check_length(number)
            for line in zip(serials, *self._columns(read), strict=True):
                yield dict(zip(self.titles, line, strict=True))
            self.counted.update(zip(read["county_code"], read["township_id"], strict=True))
            self.progress(number)
        if not number:
            yield dict.fromkeys(self.titles)  # the headers are taken from the first line

    def _columns(self, read: Mapping[str, Sequence[Any]]) -> Iterator[Iterable[Cell]]:
        """The values of a block as they are shown, a column at a time: that is what makes it fast.

        A function call for each of the 25 cells of a row takes longer than writing them.
        """
        self._learn_names(read)
        shown = {**read, **self._secrets(read)}
        for column in COLUMNS:
            values, words = shown[column.field], self.words.get(column.field)
            yield map(words.__getitem__, values) if words else [value or None for value in values]

    def _secrets(self, read: Mapping[str, Sequence[Any]]) -> dict[str, list[Cell]]:
        """Phones and numbers, each masked or in full."""
        if self.allowed is None:
            return {"phone": list(map(mask_phone, read["phone"]))}
        places = zip(read["county_code"], read["township_id"], strict=True)
        full = [self.allowed.covers(*place) for place in places]
        phones = zip(full, read["phone"], strict=True)
        numbers = zip(full, read["id_cipher"], read["id_masked"], strict=True)
        return {
            "phone": [phone if whole else mask_phone(phone) for whole, phone in phones],
            "id_masked": [
                decrypt(sealed) if whole else masked for whole, sealed, masked in numbers
            ],
        }

    def _learn_names(self, read: Mapping[str, Sequence[Any]]) -> None:
        unions = Union.objects.filter(county_code__in=set(read["county_code"]))
        self.words["union_id"].learn(unions, set(read["union_id"]))
        self.words["township_id"].learn(Division.objects.all(), set(read["township_id"]))


class _Words(dict[Any, Any]):
    """What is shown for codes; a code without words is shown itself."""

    def __missing__(self, code: Any) -> Any:
        return code


class _Names(dict[Any, Any]):
    """Names of unions or townships, each read once."""

    def learn(self, rows: QuerySet[Any], keys: set[Any]) -> None:
        """Read the names that are not known yet."""
        if unknown := keys - self.keys():
            self.update(rows.filter(pk__in=unknown - {None}).values_list("pk", "name"))

    def __missing__(self, key: Any) -> None:
        return None


def _words() -> dict[str, Any]:
    """By column what is shown for its values; the other columns are shown as they are."""
    words: dict[str, Any] = {"union_id": _Names(), "township_id": _Names()}
    words["is_migrant"] = _Words({True: _("yes"), False: _("no")})
    for column in COLUMNS:
        choices: Any = getattr(Member._meta.get_field(column.field), "flatchoices", ())
        if choices:
            shown = {code: str(label) for code, label in choices}
            words[column.field] = _Words({"": None, **shown})
    return words
