"""One record of every kind in every place, for the permission matrix."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile

from history.services import record
from imports.models import ImportBatch
from members.services.membership import enrol
from policies.models import PolicyDocument, Provision
from tests.members.conftest import details, number
from tests.places import Places, Staff
from townships.choices import UnionForm, UnionKind
from townships.models import Division, Employer, TownshipStatistics, Union

# Who may see what lies in a place. 临淇镇 is the chair's, 合涧镇 beside it, 林州市 above both,
# 城关镇 in another county.
VIEWERS = {
    "linqi": {"admin", "province", "city", "county", "auditor", "chair"},
    "hejian": {"admin", "province", "city", "county", "auditor", "chair_beside"},
    "linzhou": {"admin", "province", "city", "county", "auditor"},
    "chengguan": {"admin", "province", "city", "county2", "chair2"},
}


@dataclass(frozen=True)
class Spot:
    """Where a record lies."""

    name: str
    county_code: str
    township: Division | None

    @property
    def name_in_words(self) -> str:
        """For names of records, which pages must or must not show."""
        return f"{self.township.name if self.township else '县直'}示例{self.county_code[-2:]}"

    @property
    def number(self) -> str:
        """A number of its own."""
        return {"linqi": "1", "hejian": "3", "linzhou": "5", "chengguan": "7"}[self.name]

    @property
    def where(self) -> dict[str, Any]:
        return {"county_code": self.county_code, "township": self.township}


def spots(places: Places) -> list[Spot]:
    """The four places of VIEWERS."""
    return [
        Spot("linqi", "410581", places.linqi),
        Spot("hejian", "410581", places.hejian),
        Spot("linzhou", "410581", None),
        Spot("chengguan", "410523", places.chengguan),
    ]


def _township_union(spot: Spot, _staff: Staff) -> Union | None:
    if spot.township is None:
        return None
    name = f"{spot.township.name}的乡镇工会"
    return Union.objects.create(
        code=f"{spot.township.code}0001",
        name=name,
        kind=UnionKind.TOWNSHIP,
        form=UnionForm.FEDERATION,
        **spot.where,
    )


def _grassroots_union(spot: Spot, _staff: Staff) -> Union:
    name = f"基层工会在{spot.name_in_words}"
    return Union.objects.create(
        code=f"{spot.county_code}{spot.number}0002", name=name, kind=UnionKind.OWN, **spot.where
    )


def _employer(spot: Spot, _staff: Staff) -> Employer:
    return Employer.objects.create(name=f"单位在{spot.name_in_words}", **spot.where)


def _statistics(spot: Spot, _staff: Staff) -> TownshipStatistics | None:
    if spot.township is None:
        return None
    return TownshipStatistics.objects.create(
        as_of=datetime.date(2026, 6, 30), source=f"统计在{spot.name_in_words}", **spot.where
    )


def _member(spot: Spot, staff: Staff) -> Any:
    union = Union.objects.get(name=f"基层工会在{spot.name_in_words}")
    return enrol(
        union=union,
        id_number=number(int(spot.number)),
        details=details(f"会员{spot.name_in_words}"),
        joined_on=datetime.date(2024, 3, 15),
        user=None,
    ).member


def _batch(spot: Spot, staff: Staff) -> ImportBatch:
    return ImportBatch.objects.create(
        kind="members",
        file=ContentFile(b"x", name="x"),
        original_name=f"{spot.name_in_words}.xlsx",
        size=1,
        created_by=staff.admin,
        **spot.where,
    )


def _change(spot: Spot, staff: Staff) -> Any:
    employer = Employer.objects.get(name=f"单位在{spot.name_in_words}")
    return record(instance=employer, before=None, user=staff.admin)


Maker = Callable[[Spot, Staff], Any]

# Order matters: members need unions.
MAKERS: dict[str, Maker] = {
    "townships.townshipunion": _township_union,
    "townships.grassrootsunion": _grassroots_union,
    "townships.employer": _employer,
    "townships.townshipstatistics": _statistics,
    "members.member": _member,
    "imports.importbatch": _batch,
    "history.change": _change,
}


def make_records(places: Places, staff: Staff) -> dict[str, dict[str, Any]]:
    """`{model label: {place: record}}`; places in which a kind cannot lie are left out."""
    made: dict[str, dict[str, Any]] = {}
    for label, maker in MAKERS.items():
        rows = {spot.name: maker(spot, staff) for spot in spots(places)}
        made[label] = {name: row for name, row in rows.items() if row is not None}
    made["townships.union"] = {
        **made["townships.grassrootsunion"],
    }
    return made


def make_policies() -> dict[str, Any]:
    """The stored policy records that everybody may read."""
    return {
        "policies.policydocument": PolicyDocument.objects.first(),
        "policies.provision": Provision.objects.first(),
    }
