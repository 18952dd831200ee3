"""The page of what holds at a place on a day: what is shown, why, and in how many queries."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from policies.selectors import load_book, place_of_division
from policies.selectors.overview import overview
from tests.policies.local import LOCAL_START, local_document, local_provision

DAY = datetime.timedelta(days=1)


def page(client, **asked):
    return client.get(reverse("in_force"), asked)


def names(rules):
    return {rule.rule_id for rule in rules}


def lines_of(shown, rule_id):
    rules = [rule for section in shown.sections for rule in section.rules]
    return next((rule.lines for rule in rules if rule.rule_id == rule_id), [])


@pytest.fixture
def seen(policy):
    """What the page works with, for a place and a day."""

    def run(place, on=LOCAL_START):
        return overview(load_book(), place_of_division(place), on)

    return run


@pytest.mark.parametrize("who", ["admin", "province", "city", "county", "chair", "auditor"])
def test_everybody_sees_ones_own_place_first(policy, staff, as_user, who):
    shown = page(as_user(getattr(staff, who)))
    assert shown.status_code == 200
    own = {"city": "4105", "province": "41", "chair": "410581101", "admin": None}
    division = shown.context["view"].division
    assert (division.key if division else None) == own.get(who, "410581")


def test_any_place_may_be_asked_for_and_none_that_there_is_not(policy, staff, as_user):
    client = as_user(staff.county)
    shown = page(client, place="330603001").context
    assert shown["view"].division == policy.keqiao_street
    assert lines_of(shown["overview"], "R-ORG-03") != []
    assert page(client, place="").context["view"].division is None
    for wrong in ("999999", "abc", "4" * 40):
        assert page(client, place=wrong).status_code == 404
    found = page(client, find="柯桥").context["found"]
    assert [place.key for place in found] == ["330603", "330603001"]


def test_a_nearer_threshold_tells_what_gives_way(seen, policy):
    (line,) = lines_of(seen(policy.linqi), "R-ORG-02")
    assert (line.facts.place, line.overrides) == ("", ())
    local_provision(policy.linzhou)
    (line,) = lines_of(seen(policy.linqi), "R-ORG-02")
    assert line.facts.place == "410581"
    assert [other.place for other in line.overrides] == [""]
    (line,) = lines_of(seen(policy.linqi, LOCAL_START - DAY), "R-ORG-02")
    assert line.facts.place == ""


def test_duties_of_several_documents_add_up(seen, policy):
    document = local_document(policy.linzhou)
    fields = {"rule_id": "R-ORG-08", "parameters": {}, "modality": "must_not"}
    (alone,) = lines_of(seen(policy.linqi), "R-ORG-08")
    local_provision(policy.linzhou, document=document, **fields)
    both = lines_of(seen(policy.linqi), "R-ORG-08")
    assert (alone.adds_up, [line.adds_up for line in both]) == (False, [True, True])


def test_what_begins_later_stands_apart(seen, policy):
    local_provision(policy.linzhou)
    assert names(seen(policy.linqi, LOCAL_START - DAY).to_come) == {"R-ORG-02"}
    assert names(seen(policy.linqi, LOCAL_START).to_come) == set()


def test_practice_is_off_outside_its_place(seen, policy):
    assert "R-CAD-10" in names(seen(policy.linzhou).elsewhere)
    assert lines_of(seen(policy.linzhou), "R-CAD-10") == []
    assert "R-CAD-10" not in names(seen(policy.sanchang).elsewhere)
    assert lines_of(seen(policy.sanchang), "R-CAD-10") != []


def test_contradictions_that_concern_the_place_come_first(policy, staff, as_user):
    client = as_user(staff.county)
    here = [c.contradiction.number for c in page(client).context["clashes_here"]]
    shaoxing = page(client, place="3306").context
    there = [c.contradiction.number for c in shaoxing["clashes_here"]]
    assert "C-1" in there
    assert "C-1" not in here
    every = [*shaoxing["clashes_here"], *shaoxing["clashes_elsewhere"]]
    assert {c.contradiction.number for c in every} == {f"C-{n}" for n in range(1, 16)}


def test_a_search_keeps_what_fits_and_every_word_has_to(policy, staff, as_user):
    client = as_user(staff.county)
    shown = page(client, q="能够配备 2019").context["overview"]
    assert names(rule for section in shown.sections for rule in section.rules) == {"R-ORG-02"}
    assert page(client, q="能够配备 nothing").context["overview"].sections == []


def test_the_heading_counts_what_a_search_found(policy, staff, as_user):
    client = as_user(staff.county)
    every = page(client).context["count"]
    assert every > 1
    assert _heading(page(client)) == [every]
    assert _heading(page(client, q="R-ORG-02")) == [1, every]
    assert _heading(page(client, q="R-ORG-02 nothing")) == [0, every]


def _heading(shown):
    """The numbers beside the heading, behind those of the day."""
    (beside,) = re.findall(r'<span class="sub">([^<]*)</span>', shown.content.decode())
    return sorted(map(int, re.findall(r"\d+", beside)[3:]))


def test_what_is_no_day_is_told_and_today_is_shown(policy, staff, as_user):
    client = as_user(staff.county)
    assert page(client, on="2026-02-30").context["wrong_day"] == "2026-02-30"
    assert page(client, on="2016-10-14").context["count"] == 0


def test_drafts_are_not_shown(policy, staff, as_user):
    draft = local_provision(policy.linzhou)
    type(draft).objects.filter(pk=draft.pk).update(state="draft", releaser=None, released_at=None)
    shown = page(as_user(staff.county), on=LOCAL_START.isoformat()).context["overview"]
    (line,) = lines_of(shown, "R-ORG-02")
    assert line.facts.place == ""


def test_the_number_of_queries_does_not_grow(policy, staff, as_user):
    client = as_user(staff.county)
    few = _queries(client)
    document = local_document(policy.linzhou)
    for number, rule in enumerate(("R-ORG-02", "R-ORG-08", "R-ORG-10", "R-ORG-12")):
        parameters = {} if number else {"firm_count": 1, "worker_count": 1}
        local_provision(
            policy.linzhou, document=document, rule_id=rule, parameters=parameters, clause="三"
        )
    assert _queries(client) == few
    assert few <= 9


def _queries(client):
    page(client)
    with CaptureQueriesContext(connection) as captured:
        assert page(client, place="410581101").status_code == 200
    return len(captured)
