"""The import of members once more, row by row in plain Python: slow, and plainly right.

Knows nothing of the code under test but the names of codes. What a cell means stands beside the
cell, so nothing is cleaned here; what is stored are dictionaries. Covers whoever has a resident ID
card, joins, leaves and comes back in one county; the first day of a membership may be missing.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

JOINED, LEFT = "1", "6"
FILLED = ("name", "sex", "ethnicity", "education", "phone", "household_place", "is_migrant")
# Columns in the order in which the kind lists them: issues of cells come in this order.
CELLS = (
    *("name", "sex", "birth_date", "ethnicity", "id_number", "education", "phone"),
    *("household_place", "change_type", "changed_on", "is_migrant"),
)
BLANK = {
    "sex": "9",
    "ethnicity": "",
    "employment_status": "",
    "id_type": "01",
    "education": "",
    "skill_level": "",
    "phone": "",
    "household_type": "",
    "household_place": "",
    "political_status": "",
    "workplace": "",
    "native_place": "",
    "is_migrant": None,
    "group": "",
    "change_reason": "",
}


@dataclass(frozen=True)
class Cell:
    """What is typed, what it means, and what is said of it."""

    text: str
    value: Any = None
    error: str = ""
    warning: str = ""


@dataclass(frozen=True)
class Told:
    """An issue: row, column, reason, whether it keeps the row out."""

    row: int
    column: str
    code: str
    severity: str = "error"


@dataclass
class Registry:
    """Everything stored: people by ID number, their memberships, the change log in order."""

    members: dict[str, dict[str, Any]] = field(default_factory=dict)
    periods: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    history: list[tuple[str, str, dict[str, list[Any]]]] = field(default_factory=list)


@dataclass
class Outcome:
    """What one file did: rows by what became of them, and everything that was said."""

    status: dict[int, str] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)


class Wrong(Exception):
    """The row is not written: column and code of the reason."""


def import_file(
    registry: Registry, rows: list[dict[str, Cell]], union: tuple[int, str], first_row: int
) -> Outcome:
    """Import rows into a registry, those that can be; `union`: its id and its township."""
    outcome = Outcome()
    first: dict[str, int] = {}
    new: list[tuple[str, dict[str, list[Any]]]] = []
    changed: list[tuple[str, dict[str, list[Any]]]] = []
    for number, cells in enumerate(rows, start=first_row):
        said: list[tuple[str, str, str]] = []
        status = _import_row(registry, cells, union, (number, first), said, new, changed)
        outcome.status[number] = status
        outcome.told += [Told(number, *what) for what in said]
    registry.history += [("~", *entry) for entry in changed]
    registry.history += [("+", *entry) for entry in new]
    return outcome


def _import_row(
    registry: Registry,
    cells: dict[str, Cell],
    union: tuple[int, str],
    place: tuple[int, dict[str, int]],
    said: list[tuple[str, str, str]],
    new: list[tuple[str, dict[str, list[Any]]]],
    changed: list[tuple[str, dict[str, list[Any]]]],
) -> str:
    values = _values(cells, said)
    person = values.get("id_number")
    if person is not None:
        number, first = place
        if first.setdefault(person["number"], number) != number:
            said.append(("id_number", "row_duplicate_person", "error"))
    if person is None or any(severity == "error" for _column, _code, severity in said):
        return "failed"
    stored = registry.members.get(person["number"])
    if stored is not None and stored["state"] != "left" and stored["union"] != union[0]:
        return "transfer"
    periods = deepcopy(registry.periods.get(person["number"], []))
    try:
        after = _new(values, union, periods) if stored is None else deepcopy(stored)
        if stored is not None:
            _change(after, values, union, periods, said)
    except Wrong as wrong:
        said.append((*wrong.args, "error"))
        return "failed"
    before = stored or {}
    fields = {
        name: [_plain(before.get(name)), _plain(value)]
        for name, value in after.items()
        if (before[name] != value if stored else value is not None and value != "")
    }
    registry.members[person["number"]], registry.periods[person["number"]] = after, periods
    if fields:
        (changed if stored else new).append((after["name"], fields))
    return "unchanged" if not fields else "changed" if stored else "new"


def _values(cells: dict[str, Cell], said: list[tuple[str, str, str]]) -> dict[str, Any]:
    """What the cells mean; sex and birth date are those of a good ID number."""
    values: dict[str, Any] = {}
    for column in CELLS:
        cell = cells[column]
        if cell.error:
            said.append((column, cell.error, "error"))
        elif cell.value is not None:
            values[column] = cell.value
        if cell.warning and not cell.error:
            said.append((column, cell.warning, "warning"))
    person = values.get("id_number")
    if person is not None:
        if values.get("sex", person["sex"]) != person["sex"]:
            said.append(("sex", "id_sex_mismatch", "warning"))
        if values.get("birth_date", person["birth_date"]) != person["birth_date"]:
            said.append(("birth_date", "id_birth_mismatch", "warning"))
        values |= {"sex": person["sex"], "birth_date": person["birth_date"]}
    return values


def _new(
    values: dict[str, Any], union: tuple[int, str], periods: list[dict[str, Any]]
) -> dict[str, Any]:
    """Somebody who is not stored."""
    kind, day = values.get("change_type", JOINED), values.get("changed_on")
    if kind == LEFT and day is None:
        raise Wrong("changed_on", "row_change_date_missing")
    _after_birth(day, values["birth_date"])
    begin = None if kind == LEFT else day
    periods.append({"union": union[0], "from": begin, "to": day if kind == LEFT else None})
    return {
        **BLANK,
        **{name: values[name] for name in FILLED if name in values},
        "birth_date": values["birth_date"],
        "id_masked": values["id_number"]["masked"],
        "union": union[0],
        "township": union[1],
        "state": "left" if kind == LEFT else "active",
        "first_joined_on": begin,
        "joined_on": begin,
        "change_type": kind,
        "changed_on": day,
    }


def _change(
    member: dict[str, Any],
    values: dict[str, Any],
    union: tuple[int, str],
    periods: list[dict[str, Any]],
    said: list[tuple[str, str, str]],
) -> None:
    """Somebody who is stored: the membership first, then what the cells fill."""
    kind, day = values.get("change_type", JOINED), values.get("changed_on")
    if member["state"] == "left":
        if kind != LEFT:
            _come_back(member, day, union, periods, values["birth_date"])
    elif kind == LEFT:
        _leave(member, day, periods, values["birth_date"])
    else:
        warning = _still_there(member, day, periods, values["birth_date"])
        said += [("changed_on", "row_join_date_differs", "warning")] if warning else []
    if member["name"] != values["name"]:
        said.append(("name", "row_name_differs", "warning"))
    member |= {name: values[name] for name in FILLED if name in values}


def _come_back(
    member: dict[str, Any],
    day: date | None,
    union: tuple[int, str],
    periods: list[dict[str, Any]],
    born: date,
) -> None:
    if day is None:
        raise Wrong("changed_on", "row_rejoin_date_missing")
    if any(day <= period["to"] for period in periods):
        raise Wrong("changed_on", "row_overlap")
    _after_birth(day, born)
    periods.append({"union": union[0], "from": day, "to": None})
    member |= {"union": union[0], "township": union[1], "state": "active", "joined_on": day}
    member |= {"change_type": JOINED, "changed_on": day}


def _leave(
    member: dict[str, Any], day: date | None, periods: list[dict[str, Any]], born: date
) -> None:
    if day is None:
        raise Wrong("changed_on", "row_change_date_missing")
    if member["changed_on"] and day < member["changed_on"]:
        return  # older than what is known
    if periods[-1]["from"] and day < periods[-1]["from"]:
        raise Wrong("changed_on", "row_left_before_joining")
    _after_birth(day, born)
    periods[-1]["to"] = day
    member |= {"state": "left", "change_type": LEFT, "changed_on": day}


def _still_there(
    member: dict[str, Any], day: date | None, periods: list[dict[str, Any]], born: date
) -> bool:
    """A member is listed as one; whether the day is another one than those that are recorded."""
    if member["joined_on"] is not None:
        known = (member["joined_on"], member["changed_on"], member["first_joined_on"])
        return day is not None and day not in known
    if day is not None:
        _after_birth(day, born)
        periods[-1]["from"] = day
        member |= {"joined_on": day, "first_joined_on": day, "changed_on": day}
    return False


def _after_birth(day: date | None, born: date) -> None:
    if day is not None and day <= born:
        raise Wrong("changed_on", "row_before_birth")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
