"""The summary rows after any sequence of changes are what a count of the records gives."""

import datetime
import random
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from dashboards.services import differences, rebuild
from members.models import Member
from members.services.membership import end, enrol, keep, resume, transfer
from members.services.transfers import move_all
from members.states import OPEN_STATES
from tests.imports import workbooks
from tests.members.conftest import number
from townships.choices import GRASSROOTS_KINDS, UnionKind, UnionStatus
from townships.models import (
    Employer,
    TownshipMonth,
    TownshipStatistics,
    TownshipSummary,
    Union,
    UnionEmployer,
    UnionSummary,
)
from townships.services.closing import Approval, merge_union
from townships.services.employers import save_employer
from townships.services.statistics import save_statistics
from townships.services.unions import save_union

COUNTIES = ("410581", "410523")
TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)


class Life:
    """Random changes through the services, as clerks of two counties would make them."""

    def __init__(self, seed: int, places, unions) -> None:
        self.rng = random.Random(seed)
        self.places, self.unions = places, unions
        self.townships = [places.linqi, places.hejian, places.zhenlin]
        self.people = 0
        self.firms = 0
        self.done: dict[str, int] = {}
        for county_code in COUNTIES:  # the fixtures wrote past the services
            rebuild(county_code=county_code)

    def live(self, steps: int) -> None:
        for _n in range(steps):
            action = self.rng.choice(ACTIONS)
            try:
                with transaction.atomic():
                    action(self)
            except ValidationError:
                continue
            self.done[action.__name__] = self.done.get(action.__name__, 0) + 1

    def day(self) -> datetime.date:
        return TODAY - self.rng.randrange(900) * DAY

    def union(self) -> Union:
        return self.rng.choice(list(Union.objects.order_by("pk")))

    def member(self) -> Member:
        members = list(Member.objects.filter(state__in=OPEN_STATES).order_by("pk"))
        if not members:
            raise ValidationError("nobody")
        return self.rng.choice(members)

    def enrol(self) -> None:
        self.people += 1
        details: dict[str, object] = {"name": "王伟芳", "sex": self.rng.choice("12")}
        details["is_migrant"] = self.rng.choice([True, False, None])
        enrol(
            union=self.union(),
            id_number=number(self.people),
            details=details,
            joined_on=self.day(),
            user=None,
        )

    def transfer(self) -> None:
        transfer(member=self.member(), to_union=self.union(), effective_on=self.day(), user=None)

    def end(self) -> None:
        how = self.rng.choice("456")
        end(member=self.member(), ended_by=how, on=self.day(), reason_code="1", user=None)

    def keep(self) -> None:
        keep(member=self.member(), on=self.day(), reason_code="3", user=None)

    def resume(self) -> None:
        resume(member=self.member(), user=None)

    def move_all(self) -> None:
        move_all(from_union=self.union(), to_union=self.union(), on=self.day(), user=None)

    def open_firm(self) -> None:
        self.firms += 1
        employer = Employer(
            name=f"示例{self.firms}厂",
            township=self.rng.choice([*self.townships, self.places.chengguan]),
            worker_count=self.rng.randrange(3, 90),
            counted_on=TODAY,
            is_legal_person=self.rng.random() < 0.8,
        )
        save_employer(employer=employer, user=None)

    def change_firm(self) -> None:
        firm = self.rng.choice(list(Employer.objects.order_by("pk")) or [Employer(name="x")])
        firm.worker_count = self.rng.randrange(3, 90)
        firm.status = self.rng.choice(["open", "open", "open", "closed"])
        if self.rng.random() < 0.3:
            firm.township = self.rng.choice(self.townships)
        save_employer(employer=firm, user=None)

    def found_union(self) -> None:
        firms = list(Employer.objects.filter(status="open").order_by("pk"))
        if not firms:
            raise ValidationError("no firm")
        firm = self.rng.choice(firms)
        self.firms += 1
        union = Union(
            name=f"示例{self.firms}工会委员会",
            kind=UnionKind.OWN,
            township=firm.township,
            founded_on=self.day(),
            status=self.rng.choice([UnionStatus.ACTIVE, UnionStatus.ACTIVE, UnionStatus.PREPARING]),
        )
        save_union(union=union, user=None, employers=[firm], move_employers=True)

    def move_union(self) -> None:
        union = self.rng.choice(list(Union.objects.filter(kind=UnionKind.OWN).order_by("pk")))
        union.township = self.rng.choice(self.townships)
        save_union(union=union, user=None, effective_on=TODAY)

    def merge(self) -> None:
        own = list(Union.objects.filter(kind=UnionKind.OWN, closed_on=None).order_by("pk"))
        if len(own) < 2:
            raise ValidationError("too few")
        union, target = self.rng.sample(own, 2)
        approval = Approval("示例工〔2026〕1号", "林州市总工会", TODAY, "合并")
        merge_union(union=union, target=target, approval=approval, user=None)

    def count_workers(self) -> None:
        row = TownshipStatistics(
            township=self.rng.choice(self.townships),
            as_of=self.day(),
            worker_count=self.rng.choice([None, 100, 5000]),
            legal_person_units=self.rng.choice([None, 20, 128]),
            source="镇统计站",
        )
        save_statistics(statistics=row, user=None)


ACTIONS = [
    Life.enrol,
    Life.enrol,
    Life.enrol,
    Life.transfer,
    Life.end,
    Life.keep,
    Life.resume,
    Life.move_all,
    Life.open_firm,
    Life.open_firm,
    Life.change_firm,
    Life.found_union,
    Life.move_union,
    Life.merge,
    Life.count_workers,
]


def everything_by_hand(county_code: str) -> dict[tuple[str, str], dict[str, int | None]]:
    """The same numbers counted row by row in Python."""
    people = Member.objects.filter(county_code=county_code, state__in=OPEN_STATES)
    unions = Union.objects.filter(county_code=county_code)
    covers = UnionEmployer.objects.filter(county_code=county_code, valid_to=None)
    open_covers = [c for c in covers.select_related("employer") if c.employer.status == "open"]
    active = {u.pk for u in unions if u.status == UnionStatus.ACTIVE}
    found: dict[tuple[str, str], dict[str, int | None]] = {}
    for union in unions:
        mine = [p for p in people if p.union_id == union.pk]
        covered = [c.employer for c in open_covers if c.union_id == union.pk]
        known = [e.worker_count for e in covered if e.worker_count is not None]
        found["union", str(union.pk)] = {
            **count(mine),
            "employers": len(covered),
            "workers": sum(known) if known else None,
            "uncounted": len(covered) - len(known),
        }
    keys = {u.township_id for u in unions} | {
        e.township_id for e in Employer.objects.filter(county_code=county_code)
    }
    for key in keys:
        firms = [
            e
            for e in Employer.objects.filter(county_code=county_code, status="open")
            if e.township_id == key
        ]
        legal = [e for e in firms if e.is_legal_person]
        with_union = {c.employer_id for c in open_covers if c.union_id in active}
        here = {u.pk for u in unions if u.township_id == key}
        found["township", key or county_code] = {
            **count([p for p in people if p.union_id in here]),
            "unions": sum(u.kind in GRASSROOTS_KINDS and u.pk in active & here for u in unions),
            "employers": len(firms),
            "legal_persons": len(legal),
            "unionised": sum(e.pk in with_union for e in legal),
        }
    return found


def count(people: list[Member]) -> dict[str, int]:
    return {
        "members": len(people),
        "women": sum(p.sex == "2" for p in people),
        "migrants": sum(p.is_migrant is True for p in people),
        "kept": sum(p.state == "kept" for p in people),
    }


def kept_rows(county_code: str) -> dict[tuple[str, str], dict[str, int | None]]:
    """What the summary rows say; a missing row counts as nothing."""
    found: dict[tuple[str, str], dict[str, int | None]] = {}
    for model, kind, key in (
        (UnionSummary, "union", "union_id"),
        (TownshipSummary, "township", "township_key"),
    ):
        for row in model.objects.filter(county_code=county_code).values():
            hidden = {"id", "county_code", "updated_at", "check_due", "township_id", key}
            values: dict[str, Any] = dict(row)
            found[kind, str(values[key])] = {k: v for k, v in values.items() if k not in hidden}
    return found


def something(rows: dict) -> dict:
    return {key: numbers for key, numbers in rows.items() if any(numbers.values())}


@pytest.mark.parametrize("seed", [1, 2])
def test_random_life_keeps_the_rows_right(places, unions, seed) -> None:
    life = Life(seed, places, unions)
    for _part in range(3):
        life.live(60)
        for county_code in COUNTIES:
            assert something(kept_rows(county_code)) == something(everything_by_hand(county_code))
            assert differences(county_code=county_code) == []
    assert len(life.done) >= 12, life.done  # the life was not empty
    assert Member.objects.filter(state__in=OPEN_STATES).count() > 5


def test_import_keeps_the_rows_right(places, unions, staff, tmp_path) -> None:
    Life(4, places, unions).live(40)
    path = workbooks.provincial(tmp_path / "a.xlsx", [person(n) for n in range(600, 640)])
    call_command(
        "import_members", path, user="county", union=unions.factory.code, good_rows=True, json=True
    )
    factory = UnionSummary.objects.get(county_code="410581", union=unions.factory)
    assert factory.members >= 40
    assert something(kept_rows("410581")) == something(everything_by_hand("410581"))
    assert differences(county_code="410581") == []


def person(n: int) -> list[str]:
    """A row of the provincial workbook."""
    return [
        *[str(n), "张三", "男" if n % 2 else "女", "19850315", "汉族", "在岗", "居民身份证"],
        *[number(n), "", "", "13800138000", "", "", "入会", "20240501", *[""] * 5],
    ]


def test_rebuild_repairs_and_names_what_was_wrong(places, unions) -> None:
    Life(5, places, unions).live(60)
    row = TownshipSummary.objects.filter(county_code="410581", members__gt=0).first()
    right = row.members
    TownshipSummary.objects.filter(pk=row.pk).update(members=right + 7)
    UnionSummary.objects.filter(county_code="410581", members__gt=0).first().delete()

    found = differences(county_code="410581")
    assert TownshipSummary.objects.get(pk=row.pk).members == right + 7  # nothing was written
    wrong = {(d.table, d.key): d.changes for d in found}
    assert wrong["townshipsummary", row.township_key]["members"] == (right + 7, right)
    assert any(d.table == "unionsummary" and d.kept is None for d in found)

    rebuild(county_code="410581")
    assert differences(county_code="410581") == []
    assert TownshipSummary.objects.get(pk=row.pk).members == right


def test_running_month_follows_the_day(places, unions) -> None:
    Life(6, places, unions).live(50)
    summary = TownshipSummary.objects.get(county_code="410581", township_key=places.linqi.key)
    month = TownshipMonth.objects.get(county_code="410581", township_key=places.linqi.key)
    assert month.members == summary.members
    assert month.unions == summary.unions
