"""A clerk who saves people of a county again and again while its file is imported.

As a program (`python -m bench.clerk`): reads the county to work in from its input, saves four
times a second until the input ends, and prints how long the saves took.
"""

from __future__ import annotations

import datetime
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from types import TracebackType
from typing import IO, Any, cast

PAUSE = 0.25  # seconds between two saves
PHONES = ("13900000001", "13900000002")
FIRST_DAY = datetime.date(2020, 1, 1)


class Clerk:
    """The process of the clerk; leave the block to hear how it went."""

    def __init__(self, url: str, county: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.clerk"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "DATABASE_URL": url},
            text=True,
        )
        self.saves: list[float] = []
        self.refused = 0

        self.go_to(county)

    def __enter__(self) -> Clerk:
        cast("IO[str]", self.process.stdout).readline()  # he has saved once and is warm
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        output, _errors = self.process.communicate()
        if error is None:
            found = json.loads(output)
            self.saves, self.refused = found["saves"], found["refused"]

    def go_to(self, county: str) -> None:
        """Have the clerk work in a county from now on."""
        pipe = cast("IO[str]", self.process.stdin)
        pipe.write(f"{county}\n")
        pipe.flush()

    @property
    def longest(self) -> float:
        """Seconds of the save that took longest."""
        return max(self.saves)

    def words(self) -> str:
        """What the clerk did."""
        middle = sorted(self.saves)[len(self.saves) // 2]
        return (
            f"{len(self.saves)} saves of a clerk meanwhile: median {middle:.3f} s, "
            f"longest {self.longest:.2f} s, refused {self.refused}"
        )


def make_records(counties: Sequence[str]) -> None:
    """One person in each county for the clerk to save, in a union that the file names too."""
    from bench.county import union_codes
    from bench.people import make_people
    from members.choices import Sex
    from members.services.enrolment import enrol
    from townships.models import Union

    people = make_people(len(counties), ["-"], "410599")
    for county, person in zip(counties, people, strict=True):
        sex = Sex.FEMALE if person.female else Sex.MALE
        enrol(
            union=Union.objects.in_county(county).get(code=union_codes(county)[0]),
            id_number=person.id_number,
            details={"name": person.name, "sex": sex, "is_migrant": False},
            joined_on=FIRST_DAY,
            user=_user(county),
        )


def _user(county: str) -> Any:
    from accounts.models import User
    from bench.county import clerk_name

    return User.objects.get(username=clerk_name(county))


def save(county: str, number: int) -> None:
    """Change phone and kind of worker of the person, which counts the union anew as well."""
    from members.models import Member
    from members.services.members import save_member

    member = Member.objects.in_county(county).order_by("pk")[0]
    details = {"phone": PHONES[number % 2], "is_migrant": number % 2 == 0}
    save_member(member=member, details=details, user=_user(county))


def main() -> None:
    """Save until the input ends."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django
    from django.db import OperationalError

    django.setup()
    saves: list[float] = []
    refused, county = 0, sys.stdin.readline().strip()
    save(county, 1)
    print("ready", flush=True)
    while county:
        start = time.perf_counter()
        try:
            save(county, len(saves))
        except OperationalError:  # SQLite gave up waiting
            refused += 1
        saves.append(time.perf_counter() - start)
        if select.select([sys.stdin], [], [], PAUSE)[0]:
            county = sys.stdin.readline().strip()
    print(json.dumps({"saves": saves, "refused": refused}))


if __name__ == "__main__":
    main()
