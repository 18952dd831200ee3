"""Which employers a union covers, dated."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from history.choices import Action
from history.services import record, save_record
from townships.models import Employer, Union, UnionEmployer
from townships.services import leaders
from townships.services.common import ONE_DAY, lock_unions
from townships.services.summaries import refresh
from townships.services.takeovers import check_takeover
from unionreg.refusals import Refused


@transaction.atomic
def set_covered_employers(
    *,
    union: Union,
    employers: Iterable[Employer],
    user: Any,
    on: datetime.date | None,
    move: bool = False,
    reason: str = "",
    note: bool = True,
) -> None:
    """Let the union cover exactly these employers from the day `on` (None: day not recorded).

    Coverage that ends stays in history until the day before. An employer of another union is
    refused, or with `move` taken from there. Every union that gains or loses an employer gets a new
    version and a change in its history; with `note` off not this one, whose caller writes that.
    Raises Refused: see `check_takeover`; days that overlap.
    """
    wanted = {employer.pk: employer for employer in employers}
    _refuse_strangers(union, wanted.values())
    losing = covering_unions(union.county_code, wanted) if move else set()
    held = lock_unions(union.county_code, {union.pk, *losing})
    rows = _locked_rows(union, wanted)
    present = [row for row in rows if row.valid_to is None]
    elsewhere = [row for row in present if row.union_id != union.pk]
    check_takeover(elsewhere, move=move, user=user, on=on or timezone.localdate())
    _refuse_unlocked(elsewhere, held)
    exchange = _Exchange(union, on, user, reason)
    for row in present:
        if row.union_id == union.pk and row.employer_id not in wanted:
            exchange.end(row)
    covered = {row.employer_id for row in present if row.union_id == union.pk}
    for key in sorted(set(wanted) - covered):
        exchange.cover(wanted[key], [row for row in rows if row.employer_id == key])
    exchange.note([held[key] for key in sorted(held) if note or key != union.pk])
    exchange.count_again([*wanted.values(), *(row.employer for row in present)])


@transaction.atomic
def hand_on_employers(
    *, union: Union, into: Union, user: Any, on: datetime.date, reason: str = ""
) -> None:
    """Let another union cover all employers of a union that merges into it, from the day `on`.

    The caller holds both unions and writes the change of the one that closes. Raises Refused when
    days would overlap.
    """
    employers = {employer.pk: employer for employer in covered_employers(union)}
    rows = _locked_rows(into, employers)
    exchange = _Exchange(into, on, user, reason)
    for key, employer in sorted(employers.items()):
        exchange.cover(employer, [row for row in rows if row.employer_id == key])
    exchange.note([into])
    exchange.count_again(employers.values())


@dataclass
class _Exchange:
    """One change of who covers whom: dates the rows, and remembers which union gained or lost."""

    union: Union
    on: datetime.date | None
    user: Any
    reason: str
    gained: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    lost: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    moved: set[int] = field(default_factory=set)

    def end(self, row: UnionEmployer) -> None:
        """End a coverage the day before, at the earliest on its first day; raises Refused."""
        day = self.on or timezone.localdate()
        _refuse_overlap(row, day)
        last_day = day - ONE_DAY
        row.valid_to = max(last_day, row.valid_from) if row.valid_from else last_day
        self._save(row)
        self.lost[row.union_id].append(row.employer.name)

    def cover(self, employer: Employer, rows: Collection[UnionEmployer]) -> None:
        """Let the union cover the employer; `rows` are those that it had so far, of any union.

        What began on the very day is corrected. Raises Refused when days would overlap.
        """
        day = self.on or (timezone.localdate() if rows else None)
        for row in rows:
            _refuse_overlap(row, day)
        same_day = next((row for row in rows if row.valid_from and row.valid_from == day), None)
        for row in rows:
            if row.valid_to is None and row is not same_day:
                self.end(row)
        if same_day is not None and same_day.valid_to is None:
            self.lost[same_day.union_id].append(employer.name)
        new = same_day or UnionEmployer(
            county_code=self.union.county_code, employer=employer, valid_from=day
        )
        new.union, new.valid_to = self.union, None
        self._save(new)
        self.gained[self.union.pk].append(employer.name)

    def _save(self, row: UnionEmployer) -> None:
        save_record(instance=row, user=self.user, reason=self.reason)
        self.moved.add(row.employer_id)

    def note(self, unions: Iterable[Union]) -> None:
        """Give each of these locked unions that gained or lost a new version and a change."""
        for union in unions:
            names = {
                "employers_ended": [self.lost.get(union.pk), None],
                "employers_added": [None, self.gained.get(union.pk)],
            }
            fields = {name: [_joined(v) for v in pair] for name, pair in names.items() if any(pair)}
            if fields:
                _new_version(union, self.user)
                record(
                    instance=union,
                    before=None,
                    user=self.user,
                    reason=self.reason,
                    action=Action.CHANGED,
                    fields=fields,
                )
            if union.pk == self.union.pk:
                self.union.version = union.version

    def count_again(self, employers: Iterable[Employer]) -> None:
        """The counts of every union and township that gained or lost an employer."""
        places = {employer.township_id for employer in employers}
        refresh(
            county_code=self.union.county_code,
            union_ids={self.union.pk, *self.gained, *self.lost},
            township_keys=places | {self.union.township_id},
        )
        leaders.tell(
            county_code=self.union.county_code,
            employer_ids=self.moved,
            on=self.on or datetime.date.min,
            user=self.user,
        )


def _joined(names: list[str] | None) -> str | None:
    return "、".join(names) if names else None


def _new_version(union: Union, user: Any) -> None:
    Union.objects.in_county(union.county_code).filter(pk=union.pk).update(
        version=F("version") + 1,
        updated_by=user if getattr(user, "pk", None) else None,
        updated_at=timezone.now(),
    )
    union.version += 1


def _refuse_strangers(union: Union, employers: Iterable[Employer]) -> None:
    for employer in employers:
        if employer.county_code != union.county_code:
            text = _("%(name)s belongs to another county.") % {"name": employer.name}
            raise Refused({"employers": text})


def _refuse_unlocked(rows: Iterable[UnionEmployer], held: Collection[int]) -> None:
    """Raise Refused when an employer went to another union while we waited for the lock."""
    for row in rows:
        if row.union_id not in held:
            text = _("%(name)s has just been taken over by another union. Please check.")
            raise Refused({"employers": text % {"name": row.employer.name}})


def _refuse_overlap(row: UnionEmployer, day: datetime.date | None) -> None:
    """Raise Refused when the employer's coverage in this row reaches the day or begins after it.

    A row that began on that day and goes on, or lasted that day only, can be corrected instead.
    """
    if day is None or (row.valid_from == day and row.valid_to in (None, day)):
        return
    if row.valid_to and row.valid_to >= day:
        text, known = _("%(name)s was covered until %(day)s. Choose a later day."), row.valid_to
    elif row.valid_from and row.valid_from > day:
        text = _("%(name)s is covered since %(day)s only. Choose that day or a later one.")
        known = row.valid_from
    else:
        return
    names = {"name": row.employer.name, "day": known.isoformat()}
    raise Refused({"effective_on": text % names})


def _locked_rows(union: Union, employer_ids: Iterable[int]) -> list[UnionEmployer]:
    """Open coverage of the union, and all coverage of these employers, locked by employer."""
    rows = UnionEmployer.objects.in_county(union.county_code).filter(
        Q(union_id=union.pk, valid_to__isnull=True) | Q(employer_id__in=list(employer_ids))
    )
    ordered = rows.select_related("union", "employer").order_by("employer_id", "pk")
    return list(ordered.select_for_update(of=("self",)))


def covering_unions(county_code: str, employer_ids: Iterable[int]) -> set[int]:
    """Ids of the unions that cover any of these employers of the county today."""
    rows = UnionEmployer.objects.in_county(county_code).filter(
        employer_id__in=list(employer_ids), valid_to__isnull=True
    )
    return set(rows.values_list("union_id", flat=True))


def covered_employers(union: Union) -> list[Employer]:
    """The employers a union covers today, by name."""
    if union.pk is None:
        return []
    rows = UnionEmployer.objects.in_county(union.county_code).filter(
        union_id=union.pk, valid_to__isnull=True
    )
    return [
        row.employer
        for row in rows.select_related("employer").order_by("employer__pinyin", "employer__name")
    ]
