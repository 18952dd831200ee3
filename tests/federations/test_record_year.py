"""The year of a federation: every tick has an event behind it (R-MTG-01 to 04, T-6)."""

import pytest
from django.urls import reverse

from accounts.choices import Role
from cadres.choices import MeetingKind
from cadres.models import Meeting
from federations.pages import year, yearly_verdicts
from federations.selectors.year import FIVE, counts_of, halves, report_days
from tests.federations.conftest import COUNTY, day
from tests.places import make_user
from townships.models import Union

PARTY, UNION = MeetingKind.REPORT_PARTY, MeetingKind.REPORT_UNION
TO_UNION = [(UNION, "2025-03-05"), (UNION, "2025-12-31")]
T6 = [
    (True, [(PARTY, "2025-06-30"), (PARTY, "2025-07-01"), *TO_UNION], True),
    (True, [(PARTY, "2025-01-10"), (PARTY, "2025-06-30"), *TO_UNION], False),
    (True, TO_UNION, False),
    (False, TO_UNION, True),
    (False, TO_UNION[:1], False),
    (None, TO_UNION, None),
]


def events(rows):
    return [Meeting(kind=kind, held_on=day(on)) for kind, on in rows]


@pytest.mark.parametrize(("party", "rows", "met"), T6)
def test_half_year_reports_of_a_federation(documents, party, rows, met):
    federation = documents.start(has_party_org=party)
    found = yearly_verdicts(federation, events(rows), 2025, day("2026-01-01"))
    (verdict,) = [one for one in found if one.rule == "R-MTG-03"]
    assert verdict.met is met


def test_one_event_serves_one_item():
    counted = counts_of(events([(MeetingKind.MEMBER_ASSEMBLY, "2025-03-01")]), FIVE)
    assert [value for value in counted.values() if value] == [1]
    assert set(counts_of(None, FIVE).values()) == {None}
    assert report_days([]) == {"party_reported_on": (), "union_reported_on": ()}


def test_a_half_year_ends_on_the_last_of_june():
    first, second = halves(2025)
    assert (first.last, second.first) == (day("2025-06-30"), day("2025-07-01"))


def test_an_event_is_recorded_in_place(documents, as_user):
    federation = documents.start()
    address = reverse("federation_year", args=[federation.pk])
    client = as_user(documents.clerk)
    sent = {"kind": "contest", "held_on": "2025-05-20", "title": "安全竞赛"}
    assert client.post(address, sent).url == f"{address}?year=2025"
    (event,) = Meeting.objects.filter(union=federation.union)
    page = client.get(f"{address}?year=2025")
    assert page.context["five_done"] == 1
    assert event.title in page.content.decode()
    assert client.get(f"{address}?year=2024").context["five_done"] == 0
    assert client.post(address, {**sent, "held_on": "2999-01-01"}).status_code == 422
    assert Meeting.objects.count() == 1


def test_the_chair_of_the_township_records_and_the_neighbour_finds_nothing(documents, as_user):
    federation = documents.start()
    Union.objects.filter(pk=federation.union_id).update(township=documents.north)
    address = reverse("federation_year", args=[federation.pk])
    sent = {"kind": "culture", "held_on": "2025-05-20"}
    chair = make_user("north", Role.CHAIR, documents.north)
    beside = make_user("south", Role.CHAIR, documents.south)
    auditor = make_user("auditor-lianchi", Role.AUDITOR, documents.county)
    statuses = [as_user(u).post(address, sent).status_code for u in (chair, beside, auditor)]
    assert statuses == [302, 404, 403]
    assert Meeting.objects.in_county(COUNTY).count() == 1


def test_what_has_not_happened_in_the_running_year_can_still_come(documents):
    federation = documents.start()
    today = year(federation, documents.clerk, 2099)["verdicts"]
    assert {one.rule for one, to_come in today if to_come} >= {"R-MTG-01", "R-MTG-02", "R-MTG-04"}
