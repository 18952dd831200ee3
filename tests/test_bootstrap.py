"""`bootstrap`: from an empty database to a working registry, repeatable."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from accounts.models import Installation, User
from cadres.models import Appointment
from federations.models import SeatToFill
from members.models import Member, Membership, PersonKey
from townships.choices import UnionForm
from townships.models import Division, TownshipUnion, Union, UnionEmployer

COUNTIES = {"410581", "410523"}


def bootstrap(**options) -> str:
    out = StringIO()
    call_command("bootstrap", stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_without_demo_there_are_divisions_and_nobody_and_no_demo_later() -> None:
    bootstrap()
    assert Division.objects.filter(level__lte=9).count() == 44_703
    assert Division.objects.get(key="320684").code == "320614"
    assert not User.objects.exists()
    assert not Union.objects.exists()
    assert not Installation.objects.get().is_demo
    User.objects.create_user("clerk", password="x")
    with pytest.raises(CommandError, match="正式数据"):
        bootstrap(demo=True)
    assert not Union.objects.exists()


@pytest.mark.django_db
def test_demo_has_two_counties_with_all_their_townships_and_an_account_per_role(settings) -> None:
    first = bootstrap(demo=True)
    assert set(User.objects.values_list("username", flat=True)) == {
        "admin", "city", "county", "checker", "chair", "auditor", "county2", "chair2",
    }  # fmt: skip
    assert "demo-password-of-the-tests" in first
    assert User.objects.get(username="chair").check_password("demo-password-of-the-tests")
    with_unions = set(Union.objects.values_list("township_id", flat=True)) - {None}
    for county in COUNTIES:
        townships = Division.objects.filter(parent_id=county, has_union_duty=True)
        assert set(townships.values_list("key", flat=True)) <= with_unions
    assert 2_000 < Member.objects.count() < 20_000
    _assert_invariants()

    rows = Member.objects.count(), Union.objects.count(), User.objects.count()
    settings.DEMO_PASSWORD = "another-demo-password"
    assert "another-demo-password" in bootstrap(demo=True)
    assert User.objects.get(username="chair").check_password("another-demo-password")
    assert (Member.objects.count(), Union.objects.count(), User.objects.count()) == rows


def _assert_invariants() -> None:
    """What the services guarantee holds for the demo data as well."""
    assert PersonKey.objects.count() == Member.objects.count()
    assert Membership.objects.filter(valid_to__isnull=True).count() == Member.objects.count()
    joint = Union.objects.filter(kind="joint").annotate(n=Count("covered"))
    assert joint.exists()
    assert all(union.n >= 2 for union in joint)
    assert not UnionEmployer.objects.filter(union__kind="township").exists()
    assert TownshipUnion.objects.filter(form=UnionForm.GENERAL).count() == 1
    _assert_new_heads()
    call_command("rebuild_summaries", check=True, stdout=StringIO())


def _assert_new_heads() -> None:
    """Where a seat is to be filled, somebody else heads the covered union than before."""
    seats = SeatToFill.objects.filter(closed_on__isnull=True).select_related("former")
    assert seats
    for seat in seats:
        chairs = Appointment.objects.filter(union=seat.covered, post="chair", body="committee")
        now = chairs.get(valid_to=None)
        assert now.person_id != seat.former.person_id
        assert chairs.exclude(pk=now.pk).latest("valid_to").person_id == seat.former.person_id
