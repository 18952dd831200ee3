"""Terms, elections and meetings judged from what is recorded (R-TRM, R-COM-04, R-COM-06)."""

import datetime

import pytest
from django.utils import timezone, translation

from cadres.choices import ElectionBody, FormationMode, MeetingKind
from cadres.models import Meeting, Term
from cadres.services.terms import due_day
from compliance.choices import Urgency
from compliance.sentences import sentence
from tests.compliance.checked import (
    answers,
    check,
    finding_of,
    make_township_union,
    make_union,
    verdict_of,
)
from tests.places import load_policies, make_division
from townships.choices import UnionForm, UnionKind

DAY = datetime.date
START = DAY(2021, 9, 12)
VIOLATED, MET, UNKNOWN = "violated", "satisfied", "unknown"


def make_term(union, start=START, years=5, **values) -> Term:
    known = {"number": 1, "county_code": union.county_code, "due_on": due_day(start, years)}
    return Term.objects.create(union=union, started_on=start, years=years, **{**known, **values})


def make_meeting(union, kind, day) -> Meeting:
    return Meeting.objects.create(
        union=union, county_code=union.county_code, kind=kind, held_on=day
    )


@pytest.fixture
def union(places):
    load_policies()
    county = make_union("林州市总工会", UnionKind.COUNTY)
    place = make_division("410581102", "任村镇")
    return make_township_union(place, UnionForm.COMMITTEE, name="任村镇工会委员会", superior=county)


def test_overdue_term_is_told_in_the_words_of_the_office(union, monkeypatch):
    make_term(union)
    check(on=DAY(2026, 11, 20))
    found = finding_of("R-TRM-02", union.pk)
    assert found is not None
    monkeypatch.setattr(timezone, "localdate", lambda: DAY(2026, 11, 20))
    with translation.override("en"):
        told = sentence(found)
    assert told.about == "任村镇工会委员会"
    assert "2026-09-12" in told.text
    assert "69" in told.text
    assert "林州市总工会" in told.remedy
    assert (found.urgency, found.due_on) == (Urgency.PAST_DATE, DAY(2026, 9, 12))
    assert f"{found.verdict.document} {found.verdict.clause}" == "安工办〔2020〕7号 五"


@pytest.mark.parametrize(("on", "status"), [(DAY(2026, 9, 12), MET), (DAY(2026, 9, 13), VIOLATED)])
def test_last_day_of_the_term_is_in_time(union, on, status):
    make_term(union)
    assert answers("R-TRM-02", union.pk, on=on)[0] == status


@pytest.mark.parametrize(("on", "status"), [(DAY(2027, 3, 1), MET), (DAY(2027, 3, 2), VIOLATED)])
def test_approved_date_takes_the_place_of_the_due_day(union, on, status):
    make_term(
        union,
        change_kind="late",
        change_approval_no="林工〔2026〕8号",
        change_approved_on=DAY(2026, 8, 1),
        new_due_on=DAY(2027, 3, 1),
    )
    assert answers("R-TRM-02", union.pk, on=on)[0] == status


def test_missing_term_is_asked_of_those_of_whom_the_documents_speak(union, places):
    firm = make_union("示例公司工会", township=places.linqi)
    assert answers("R-TRM-02", union.pk) == (UNKNOWN, Urgency.MISSING_DATA)
    assert verdict_of("R-TRM-02", firm.pk) is None
    make_term(firm, DAY(2020, 5, 1))
    assert answers("R-TRM-02", firm.pk) == (VIOLATED, Urgency.PAST_DATE)


def test_nothing_is_cited_where_no_document_is_in_force(places):
    load_policies()
    street = make_township_union(places.keqiao_street, county_code="330603")
    make_term(street)
    check("330603", on=DAY(2026, 11, 20))
    assert verdict_of("R-TRM-02", street.pk) is None


def test_acting_meeting_of_the_last_year(union):
    union.form = UnionForm.GENERAL
    union.save()
    make_term(union, DAY(2023, 9, 1))
    on = DAY(2026, 6, 1)
    assert answers("R-TRM-04", union.pk, on=on) == (UNKNOWN, Urgency.MISSING_DATA)
    make_meeting(union, MeetingKind.REGULAR, DAY(2024, 3, 1))
    assert answers("R-TRM-04", union.pk, on=on) == (VIOLATED, Urgency.OTHER)
    make_meeting(union, MeetingKind.ACTS_FOR_ASSEMBLY, DAY(2025, 12, 31))
    assert answers("R-TRM-04", union.pk, on=on) == (MET, None)


def test_committee_of_an_assembly_need_not_act_for_it(union):
    make_term(union, DAY(2023, 9, 1), formation_mode=FormationMode.ELECTED)
    check()
    assert verdict_of("R-TRM-04", union.pk) is None


def test_general_union_practises_the_system_of_assemblies(places):
    load_policies()
    street = make_township_union(places.keqiao_street, UnionForm.GENERAL, county_code="330603")
    key, where = street.pk, {"county_code": "330603"}
    assert answers("R-TRM-09", key, **where)[0] == UNKNOWN
    term = make_term(street, DAY(2023, 9, 1), elected_by=ElectionBody.COMMITTEE)
    assert answers("R-TRM-09", key, **where) == (VIOLATED, Urgency.OTHER)
    make_meeting(street, MeetingKind.MEMBER_ASSEMBLY, term.started_on)
    assert answers("R-TRM-09", key, **where) == (MET, None)
