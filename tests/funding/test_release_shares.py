"""Share tables: two persons, the rules at the release, what holds when, splits that add up."""

import datetime
from decimal import Decimal
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from accounts.choices import Role
from funding.models import ShareTable
from funding.selectors.share_tables import shares_on, split
from funding.services.share_tables import release_share_table, save_share_table
from policies.selectors.states import stamp_of
from tests.places import load_policies, make_user
from townships.models import Division
from unionreg.refusals import Refused

DAY = datetime.date
LATER = DAY(2026, 7, 1)


@pytest.fixture
def second(places, staff):
    """Another clerk of 林州."""
    load_policies()
    return make_user("second", Role.COUNTY, places.linzhou)


def draft(place, user, grassroots="60", township="5", county="35", **values):
    shares = {"grassroots": grassroots, "township": township, "county": county}
    given_shares = {name: None if v is None else Decimal(v) for name, v in shares.items()}
    known = {"document_no": "示例〔2026〕3号", "valid_from": DAY(2026, 1, 1)}
    table = ShareTable(jurisdiction=place, **{**known, **given_shares, **values})
    return save_share_table(table=table, user=user)


def test_a_second_person_releases(places, staff, second):
    table = draft(places.linzhou, staff.county)
    with pytest.raises(ValidationError):
        release_share_table(table=table, user=staff.county)
    for user in (staff.county2, staff.chair, staff.auditor):
        with pytest.raises(ValidationError):
            release_share_table(table=table, user=user)
    assert release_share_table(table=table, user=second) == ()
    table.refresh_from_db()
    assert (table.state, table.releaser, table.author) == ("released", second, staff.county)
    with pytest.raises(ValidationError):
        save_share_table(table=table, user=staff.county)


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        (("59.99", "5", "35.01"), "60%"),
        (("60", "5", "34.99"), "99.99"),
        (("60", "5", "35.0001"), "100.0001"),
        (("60", None, "35"), "95"),
    ],
)
def test_shares_out_of_order_are_not_released(places, staff, second, shares, words):
    """T-3: 60/5/35 is in order, 59.99/5/35.01 is not."""
    table = draft(places.linzhou, staff.county, *shares)
    with override("en"), pytest.raises(Refused) as caught:
        release_share_table(table=table, user=second)
    assert words in " ".join(caught.value.messages)
    assert ShareTable.objects.get().is_draft


def test_a_township_share_that_is_not_laid_down_is_told(places, staff, second):
    table = draft(places.linzhou, staff.county, "60", None, "40")
    (told,) = release_share_table(table=table, user=second)
    assert (told.rule, told.blocking, "总工发〔2016〕28号" in told.basis) == (
        "R-FND-05",
        False,
        True,
    )
    zero = draft(places.tangyin, staff.county2, "60", "0", "40")
    assert release_share_table(table=zero, user=staff.city) == ()


def test_the_next_one_supersedes_the_day_before(places, staff, second):
    first = draft(places.linzhou, staff.county)
    release_share_table(table=first, user=second)
    after = draft(places.linzhou, second, "65", "5", "30", valid_from=LATER)
    release_share_table(table=after, user=staff.county)
    first.refresh_from_db()
    assert (first.state, first.valid_to) == ("superseded", DAY(2026, 6, 30))
    linqi = Division.objects.with_chain().get(pk=places.linqi.key)
    days = (DAY(2025, 12, 31), DAY(2026, 1, 1), DAY(2026, 6, 30), LATER)
    assert [shares_on(linqi, day) for day in days] == [None, first, first, after]
    early = draft(places.linzhou, staff.county, valid_from=DAY(2026, 3, 1))
    with pytest.raises(Refused) as caught:
        release_share_table(table=early, user=second)
    assert "valid_from" in caught.value.message_dict


def test_the_nearest_place_holds(places, staff, second):
    far = draft(places.henan, staff.province)
    other = make_user("other", Role.PROVINCE, places.henan)
    release_share_table(table=far, user=other)
    linqi = Division.objects.with_chain().get(pk=places.linqi.key)
    assert shares_on(linqi, LATER) == far
    near = draft(places.linzhou, staff.county, "70", "5", "25")
    release_share_table(table=near, user=second)
    assert shares_on(linqi, LATER) == near
    assert shares_on(Division.objects.with_chain().get(pk="410523"), LATER) == far


def test_the_database_holds_it_too(places, staff, second):
    release_share_table(table=draft(places.linzhou, staff.county), user=second)
    row = ShareTable.objects.get()
    for wrong in ({"releaser": row.author}, {"grassroots": 101}, {"valid_to": DAY(2025, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ShareTable.objects.filter(pk=row.pk).update(**wrong)


def test_the_levy_is_shared_out():
    """T-3: 25,000.00 → 15,000.00 for the grassroots, 10,000.00 for the others."""
    parts = split(Decimal("25000.00"), {"grassroots": Decimal(60), "county": Decimal(40)})
    assert parts == {"grassroots": Decimal("15000.00"), "county": Decimal("10000.00")}
    cent = {"grassroots": Decimal(60), "township": Decimal(5), "county": Decimal(35)}
    assert split(Decimal("0.01"), cent) == {
        "grassroots": Decimal("0.01"),
        "township": Decimal("0.00"),
        "county": Decimal("0.00"),
    }
    with pytest.raises(ValueError):
        split(Decimal(1), {"grassroots": Decimal("59.99"), "county": Decimal(40)})


@given(
    fen=st.integers(0, 10**15),
    cuts=st.lists(st.integers(0, 1_000_000), min_size=5, max_size=5),
)
def test_parts_add_up_and_none_is_a_fen_off(fen, cuts):
    edges = [0, *sorted(cuts), 1_000_000]
    widths = [Decimal(b - a).scaleb(-4) for a, b in pairwise(edges)]
    shares = dict(zip("abcdef", widths, strict=True))
    amount = Decimal(fen).scaleb(-2)
    parts = split(amount, shares)
    assert sum(parts.values()) == amount
    for name, share in shares.items():
        assert abs(parts[name] - amount * share / 100) < Decimal("0.01")


def test_the_page_shows_what_holds_and_the_parts(places, staff, second, as_user):
    release_share_table(table=draft(places.linzhou, staff.county, "60", None, "40"), user=second)
    page = reverse("shares")
    shown = as_user(staff.chair).get(f"{page}?day=2026-07-01&amount=25000").content.decode()
    assert all(text in shown for text in ("15,000.00", "10,000.00", "60%"))
    before = as_user(staff.chair).get(f"{page}?day=2025-12-31&amount=25000").content.decode()
    assert "15,000.00" not in before
    for amount in ("-1", "1.005", "x"):
        assert as_user(staff.chair).get(f"{page}?amount={amount}").context["form"].errors
    assert as_user(staff.chair).get(f"{page}?place=999999").status_code == 404


def test_the_release_page(places, staff, second, as_user):
    table = draft(places.linzhou, staff.county, "59.99", "5", "35.01")
    page = reverse("admin:funding_sharetable_release", args=[table.pk])
    assert "59.99" in as_user(second).get(page).content.decode()
    answer = as_user(second).post(page, {"record_version": stamp_of(table)})
    assert answer.context["form"].errors
    table.refresh_from_db()
    assert table.is_draft
    assert as_user(staff.county2).get(page).status_code == 404
