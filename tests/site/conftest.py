"""Two demo counties for the tests of this folder: built once, rolled back at the end.

`bootstrap --demo` loads 44,703 divisions first; here only those of the two counties are there, the
provinces, cities and counties, and the township that a document names: seconds instead of half a
minute.
"""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.db import transaction

from accounts.models import User
from accounts.services import mark_installation
from cadres.models import Allowance, Appointment
from compliance.services import check_county
from policies.data_files import read_documents
from policies.services.loading import load_policy_data
from townships.choices import Level
from townships.divisions_data import DivisionRow, read_rows
from townships.models import Union
from townships.services.loading import load_divisions
from unionreg.demo.build import Builder
from unionreg.demo.plan import COUNTIES
from unionreg.management.commands.bootstrap import Command

# Their menus, their pages and what they may do differ.
ROLES = ("admin", "city", "county", "chair", "auditor")


# Enough for a page of a list; all that the demo has would take three times as long.
MEMBERS_PER_UNION = 8


class FewMembers(Builder):
    """A county whose unions are small."""

    def make_members(self, union: Union, count: int, workplaces: list[str]) -> None:
        """Members of one union, up to the limit."""
        super().make_members(union, min(count, MEMBERS_PER_UNION), workplaces)


def _wanted() -> Iterator[DivisionRow]:
    named = {place for file in read_documents() for place in file.places}
    for row in read_rows():
        if row.level < Level.TOWNSHIP or row.parent_code in COUNTIES or row.code in named:
            yield row


def _build() -> None:
    mark_installation(demo=True)
    load_divisions(_wanted())
    load_policy_data()
    Command(stdout=StringIO())._build_demo()
    for county in COUNTIES:
        check_county(county_code=county)


@pytest.fixture(scope="package")
def _demo_counties(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The counties, in a transaction around all tests of this folder."""
    with django_db_blocker.unblock(), transaction.atomic():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("unionreg.demo.build.Builder", FewMembers)
            _build()
        yield
        transaction.set_rollback(True)


def _pay_everywhere() -> None:
    """An allowance in each union with posts, so that whoever lists them finds one."""
    held = Appointment.objects.filter(valid_to__isnull=True, union__township__isnull=False)
    for post in {one.union_id: one for one in held.order_by("pk")}.values():
        Allowance.objects.create(
            county_code=post.county_code,
            appointment=post,
            monthly=200,
            valid_from=post.valid_from,
            payer="总工会",
        )


@pytest.fixture
def demo(_demo_counties, db) -> dict[str, User]:
    """The demo accounts by name; what a test writes is undone after it."""
    _pay_everywhere()
    return {user.username: user for user in User.objects.all()}
