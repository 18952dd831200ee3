"""The county of the load: members, clerks and chairs who can sign in, and files to import."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db import connection

from accounts.choices import Role
from accounts.models import Assignment, User
from bench import county, people, subjects
from bench.county import COUNTY
from bench.people import Person
from compliance.services.due import check_due
from members.choices import IdType
from members.models import Member
from members.sealing import identity_hash
from townships.choices import UnionKind
from townships.models import Division, Union
from townships.selectors.divisions import townships_of

PASSWORD = "only-for-measuring-the-load"
CHANGED = 0.1  # of the rows of a file: people who are members already, with another telephone


@dataclass(frozen=True)
class World:
    """What the clients need to know.

    `told`: for each file, members whom it changes; `quiet`: members whom no file changes.
    """

    clerks: list[str]
    chairs: list[tuple[str, str]]
    unions: dict[str, list[int]]
    quiet: list[int]
    told: list[list[int]]
    files: list[Path]
    townships: list[str]


def prepare(folder: Path, *, members: int, rows: int, files: int, staff: int, chairs: int) -> World:
    """Fill the connected, empty database; write `files` workbooks of `rows` people."""
    county.prepare(members)
    changed = int(rows * CHANGED)
    made = people.make_people(members + files * (rows - changed), county.union_codes())
    _import_first(folder / "first.xlsx", made[:members])
    told, paths = [], []
    for number in range(files):
        known = made[number * changed : (number + 1) * changed]
        begin = members + number * (rows - changed)
        paths.append(folder / f"county-{number + 1}.xlsx")
        people.write_provincial(
            paths[-1], [*map(_renumbered, known), *made[begin : begin + rows - changed]]
        )
        told.append(_ids_of(known))
    places = [place.key for place in townships_of(COUNTY) if place.has_union_duty]
    world = World(
        clerks=_clerks(staff),
        chairs=_chairs(places, chairs),
        unions=_unions(),
        quiet=_quiet_ids({pk for ids in told for pk in ids}),
        told=told,
        files=paths,
        townships=places,
    )
    check_due(COUNTY)  # or the worker would do it in the idle phase
    _analyse()
    return world


def _import_first(path: Path, made: Sequence[Person]) -> None:
    """The members who are there before, by the import itself, so that each row is a real one."""
    people.write_provincial(path, made)
    batch = subjects.preview(path)
    subjects.confirm(batch)


def _renumbered(person: Person) -> Person:
    return replace(person, phone=f"139{person.phone[3:]}")


def _ids_of(known: Sequence[Person]) -> list[int]:
    hashes = [identity_hash(IdType.RESIDENT_ID, person.id_number) for person in known]
    return list(
        Member.objects.in_county(COUNTY).filter(id_hash__in=hashes).values_list("pk", flat=True)
    )


def _quiet_ids(told: set[int]) -> list[int]:
    ids = Member.objects.in_county(COUNTY).order_by("pk").values_list("pk", flat=True)
    found = [pk for pk in ids if pk not in told]
    random.Random(county.SEED).shuffle(found)
    return found


def _unions() -> dict[str, list[int]]:
    """Unions of every township."""
    found: dict[str, list[int]] = defaultdict(list)
    rows = Union.objects.in_county(COUNTY).filter(kind=UnionKind.OWN).order_by("code")
    for township, pk in rows.values_list("township_id", "pk"):
        found[township].append(pk)
    return found


def _clerks(count: int) -> list[str]:
    names = [f"clerk{number}" for number in range(count)]
    _accounts([(name, Role.COUNTY, COUNTY) for name in names])
    return names


def _chairs(places: Sequence[str], count: int) -> list[tuple[str, str]]:
    """Chairs, in turn for every township."""
    found = [(f"chair{number}", places[number % len(places)]) for number in range(count)]
    _accounts([(name, Role.CHAIR, place) for name, place in found])
    return found


def _accounts(wanted: Sequence[tuple[str, Role, str]]) -> None:
    """Accounts with one password, hashed once: hashing it is made slow on purpose."""
    sealed = make_password(PASSWORD)
    users = User.objects.bulk_create(
        User(username=name, display_name=name, is_staff=True, password=sealed)
        for name, _role, _place in wanted
    )
    places = Division.objects.in_bulk({place for _name, _role, place in wanted})
    Assignment.objects.bulk_create(
        Assignment(user=user, role=role, division=places[place])
        for user, (_name, role, place) in zip(users, wanted, strict=True)
    )


def _analyse() -> None:
    """What autovacuum would have done by now."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
