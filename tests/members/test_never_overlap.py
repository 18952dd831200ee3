"""Whatever happens in whatever order: no two memberships on one day, one open, one key."""

import datetime
import random
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from members.models import Member, Membership, PersonKey
from members.selectors.integrity import county_problems, nationwide_problems
from members.services.membership import end, enrol, keep, resume, transfer
from members.services.transfers import move_all
from members.states import OPEN_STATES
from tests.members.conftest import DAY, details, number

COUNTIES = ("410581", "410523")
UNIONS = ("linqi", "hejian", "factory", "chengguan")

steps = st.tuples(
    st.sampled_from(["enrol", "transfer", "end", "keep", "resume", "move_all"]),
    st.sampled_from(UNIONS),
    st.integers(0, 12),  # days after the first
    st.sampled_from([1, 3]),  # two people
)


def perform(step, unions):
    """One step as a clerk would do it; what is refused changes nothing."""
    action, union_name, days, sequence = step
    union, day = getattr(unions, union_name), DAY + datetime.timedelta(days=days)
    if action == "enrol":
        enrol(
            union=union,
            id_number=number(sequence),
            details=details(),
            joined_on=day,
            user=None,
        )
        return
    if action == "move_all":
        move_all(from_union=union, to_union=unions.county, on=day, user=None)
        return
    person = current(sequence)
    if person is None:
        return
    if action == "transfer":
        transfer(member=person, to_union=union, effective_on=day, user=None)
    elif action == "end":
        end(member=person, ended_by="4", on=day, reason_code="1", user=None)
    elif action == "keep":
        keep(member=person, on=day, reason_code="3", user=None)
    else:
        resume(member=person, user=None)


def current(sequence):
    """The current row of a person, if there is one."""
    from members.sealing import identity_hash

    key = PersonKey.objects.filter(pk=identity_hash("01", number(sequence))).first()
    return key and Member.objects.get(county_code=key.county_code, pk=key.member_id)


def assert_in_order():
    """Nothing for the nightly check, and days counted one by one."""
    problems = [p for code in COUNTIES for p in county_problems(code)]
    assert problems + list(nationwide_problems()) == []
    days: dict[Any, set[datetime.date]] = {}
    for row in Membership.objects.select_related("member"):
        taken = days.setdefault(row.member.id_hash, set())
        assert row.valid_from
        last = row.valid_to or DAY + datetime.timedelta(days=40)
        covered = {
            row.valid_from + datetime.timedelta(days=n)
            for n in range((last - row.valid_from).days + 1)
        }
        assert not taken & covered
        taken |= covered
    for key in PersonKey.objects.all():
        rows = Member.objects.filter(id_hash=key.id_hash)
        assert rows.filter(state__in=OPEN_STATES).count() <= 1
        assert len({row.first_joined_on for row in rows}) == 1


@pytest.mark.slow
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(sequence=st.lists(steps, min_size=2, max_size=10))
def test_no_sequence_leads_to_an_overlap(unions, sequence):
    with transaction.atomic():
        first_days: dict[Any, Any] = {}
        for step in sequence:
            try:
                with transaction.atomic():
                    perform(step, unions)
            except ValidationError:
                pass
            for member in Member.objects.all():
                known = first_days.setdefault(member.pk, member.first_joined_on)
                assert member.first_joined_on == known  # R-MEM-03: immutable
        assert_in_order()
        transaction.set_rollback(True)


def test_a_long_random_life(unions):
    """One long life, so that coming back into a county often enough is certain."""
    rng = random.Random(410581)
    done = 0
    for day in range(0, 400, 3):
        step = (
            rng.choice(["enrol", "transfer", "transfer", "end", "keep", "resume"]),
            rng.choice(UNIONS),
            day,
            1,
        )
        try:
            with transaction.atomic():
                perform(step, unions)
                done += 1
        except ValidationError:
            continue
    assert done > 40
    assert Member.objects.count() == 2
    problems = [p for code in COUNTIES for p in county_problems(code)]
    assert problems + list(nationwide_problems()) == []
