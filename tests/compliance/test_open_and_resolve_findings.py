"""The life of a finding: opened, kept up, waived by people, resolved; what comes back is new."""

import datetime

import pytest
from django.urls import reverse
from django.utils.translation import gettext

from compliance.choices import FindingState
from compliance.models import Finding, StoredVerdict
from compliance.selectors.resolutions import resolution
from compliance.sentences import sentence
from compliance.services import check_due
from policies.models import PolicyDocument, Provision
from tests.compliance.checked import (
    COUNTY,
    LATER,
    ON,
    check,
    finding_of,
    make_employer,
    make_union,
    verdict_of,
)
from tests.compliance.made import make_finding, make_verdict
from tests.policies.local import local_provision
from townships.choices import UnionKind, UnionStatus
from townships.models import Employer, TownshipSummary, Union

pytestmark = pytest.mark.usefixtures("policies")
FOUNDED = datetime.date(2020, 5, 20)
RULE = "R-ORG-06"


@pytest.fixture
def lacking(unions):
    """A township union without committees."""
    Union.objects.filter(pk=unions.linqi.pk).update(founded_on=FOUNDED)
    return unions.linqi


def complete(union):
    """Record both committees."""
    days = dict.fromkeys(("audit_committee_on", "women_committee_on"), FOUNDED)
    Union.objects.filter(pk=union.pk).update(**days)


def waive(finding):
    """What a person with the right does."""
    finding.state, finding.waived_on = FindingState.WAIVED, ON
    finding.waiver_no, finding.waiver_reason = "林工〔2026〕3号", "正在筹备"
    finding.save()


def history(union):
    """All findings of the rule about the union, the oldest first."""
    rows = Finding.objects.filter(rule_id=RULE, subject_key=str(union.pk)).order_by("pk")
    return [(row.state, row.first_seen, row.resolved_on) for row in rows]


def test_it_is_opened_once_and_keeps_the_day_it_was_first_seen(lacking):
    assert check().opened > 0
    again = check(on=LATER)
    assert (again.opened, again.updated) == (0, 0)
    assert history(lacking) == [("open", ON, None)]


def test_it_follows_the_latest_verdict_and_the_name_of_its_subject(lacking):
    check()
    before = finding_of(RULE, lacking.pk)
    values = {"audit_committee_on": FOUNDED, "name": "临淇镇新工会联合会"}
    Union.objects.filter(pk=lacking.pk).update(**values)
    assert check(on=LATER).updated > 0
    after = finding_of(RULE, lacking.pk)
    assert (after.pk, after.first_seen) == (before.pk, ON)
    assert after.verdict.inputs["audit_committee_on"] == FOUNDED.isoformat()
    assert after.subject_label == "临淇镇新工会联合会"
    # the verdict of that day keeps the name of that day
    assert before.verdict.subject_label == "临淇镇工会联合会"


def test_it_is_resolved_when_the_rule_is_met_and_comes_back_as_a_new_one(lacking):
    check()
    complete(lacking)
    assert check(on=LATER).resolved > 0
    assert finding_of(RULE, lacking.pk) is None
    third = LATER + datetime.timedelta(days=1)
    Union.objects.filter(pk=lacking.pk).update(women_committee_on=None)
    check(on=third)
    assert history(lacking) == [("resolved", ON, LATER), ("open", third, None)]


def test_a_waived_one_stays_waived_until_the_rule_is_met(lacking):
    check()
    waive(finding_of(RULE, lacking.pk))
    Union.objects.filter(pk=lacking.pk).update(audit_committee_on=FOUNDED)
    check(on=LATER)
    kept = finding_of(RULE, lacking.pk)
    assert (kept.state, kept.waiver_no) == ("waived", "林工〔2026〕3号")
    assert kept.verdict.inputs["audit_committee_on"] == FOUNDED.isoformat()
    complete(lacking)
    check(on=LATER)
    assert history(lacking) == [("resolved", ON, LATER)]
    assert Finding.objects.get(pk=kept.pk).waiver_no == "林工〔2026〕3号"


@pytest.mark.parametrize("waived", [False, True])
def test_unknown_resolves_nothing(unions, waived):
    """R-ORG-10: the superior is taken out of the record; that is asked for by R-ORG-07 alone."""
    office = make_union("临淇镇机关工会", UnionKind.OFFICE, superior=unions.linqi)
    led, key = Union.objects.filter(pk=unions.factory.pk), unions.factory.pk
    led.update(superior=office)
    check()
    before = finding_of("R-ORG-10", key)
    if waived:
        waive(before)
    led.update(superior=None)
    check(on=LATER)
    kept = finding_of("R-ORG-10", key)
    state = "waived" if waived else "open"
    assert kept is not None
    assert (kept.pk, kept.state, kept.urgency) == (before.pk, state, "other")
    assert kept.verdict.status == "unknown"
    assert sentence(kept).text
    led.update(superior=unions.linqi)
    check(on=LATER)
    assert finding_of("R-ORG-10", key) is None


def test_what_is_asked_for_elsewhere_by_now_is_asked_for_once(unions):
    """R-FIN-03 asked for the account while the union was no legal person; now R-FIN-02 does."""
    rows = Union.objects.filter(pk=unions.linqi.pk)
    rows.update(is_legal_person=False, account_mode="")
    check()
    assert finding_of("R-FIN-03", unions.linqi.pk).urgency == "missing_data"
    rows.update(is_legal_person=None)
    check(on=LATER)
    assert finding_of("R-FIN-03", unions.linqi.pk) is None
    assert finding_of("R-FIN-02", unions.linqi.pk).urgency == "missing_data"


def test_a_finding_nobody_can_judge_moves_with_its_union(unions, places):
    office = make_union("临淇镇机关工会", UnionKind.OFFICE, superior=unions.linqi)
    led, key = Union.objects.filter(pk=unions.factory.pk), unions.factory.pk
    led.update(superior=office)
    check()
    led.update(superior=None, township=places.zhenlin)
    check(on=LATER, township_keys=[places.zhenlin.key])
    check(on=LATER, township_keys=[places.linqi.key])
    assert finding_of("R-ORG-10", key).township_key == places.zhenlin.key


def test_what_was_noted_and_assigned_is_not_touched(lacking, staff):
    check()
    Finding.objects.filter(pk=finding_of(RULE, lacking.pk).pk).update(
        note="已电话催办", assignee=staff.county
    )
    Union.objects.filter(pk=lacking.pk).update(audit_committee_on=FOUNDED)
    check(on=LATER)
    kept = finding_of(RULE, lacking.pk)
    assert (kept.note, kept.assignee) == ("已电话催办", staff.county)


def test_a_closed_union_has_nothing_left_to_do(lacking):
    check()
    old = verdict_of(RULE, lacking.pk)
    Union.objects.filter(pk=lacking.pk).update(
        status=UnionStatus.DISSOLVED, closed_on=LATER, closing_approval_no="1号"
    )
    check(on=LATER)
    assert not Finding.objects.filter(
        subject_key=str(lacking.pk), resolved_on__isnull=True
    ).exists()
    ended = StoredVerdict.objects.get(pk=old.pk)
    assert (ended.is_latest, ended.ended_on, ended.status) == (False, LATER, "unknown")


def test_a_closed_employer_has_nothing_left_to_do(places):
    unit = make_employer(
        "甲厂", places.keqiao_street, "330603", opened_on=datetime.date(2020, 1, 1)
    )
    check("330603")
    assert finding_of("R-ORG-14", unit.pk) is not None
    Employer.objects.update(status="closed")
    check("330603", on=LATER)
    assert finding_of("R-ORG-14", unit.pk) is None


def why(key, staff, rule_id=RULE):
    """What the page of a resolved finding says, and the status of the verdict that came after."""
    done = Finding.objects.get(rule_id=rule_id, subject_key=str(key), resolved_on=LATER)
    found = resolution(done, staff.county)
    return found.text, found.verdict.status if found.verdict else None


def test_the_page_says_why_it_was_resolved(lacking, staff, as_user):
    check()
    still_open = finding_of(RULE, lacking.pk)
    assert still_open
    assert resolution(still_open, staff.county) is None
    complete(lacking)
    check(on=LATER)
    met = gettext("The records have been put right: what is asked is met.")
    assert why(lacking.pk, staff) == (met, "satisfied")
    done = Finding.objects.get(rule_id=RULE, subject_key=str(lacking.pk))
    content = as_user(staff.county).get(reverse("finding", args=[done.pk])).content.decode()
    assert met in content
    assert reverse("explain", args=[verdict_of(RULE, lacking.pk).pk]) in content


def test_the_page_says_that_its_subject_was_closed(lacking, staff):
    check()
    Union.objects.filter(pk=lacking.pk).update(
        status=UnionStatus.DISSOLVED, closed_on=LATER, closing_approval_no="1号"
    )
    check(on=LATER)
    closed = gettext("What it was about has been closed or is no longer on record.")
    assert why(lacking.pk, staff) == (closed, None)


def test_the_page_says_that_the_provision_ended(lacking, staff):
    check()
    PolicyDocument.objects.filter(key="acftu-2019-24").update(valid_to=ON)
    check(on=LATER)
    ended = gettext("The provision on which it rested has ended or was superseded.")
    assert why(lacking.pk, staff) == (ended, None)


def test_the_page_says_that_another_provision_took_over(places, staff):
    township = (COUNTY, places.linqi.key, places.linqi.key, "临淇镇")
    old = make_verdict(*township, judged_on=ON, is_latest=False, ended_on=LATER)
    make_finding(verdict=old, state=FindingState.RESOLVED, resolved_on=LATER)
    values = {"rule_id": old.rule_id, "modality": "must", "kind": "RP", "parameters": {}}
    own = local_provision(places.linzhou, **values)
    make_verdict(*township, judged_on=LATER, provision=own, status="satisfied", met=True)
    text = gettext("Another provision has taken the place of the one on which it rested.")
    assert why(places.linqi.key, staff, old.rule_id) == (text, "satisfied")


def test_a_document_that_ends_resolves_what_it_asked_for(lacking):
    """The verdict ends with the provision; what it said stays."""
    check()
    document = PolicyDocument.objects.get(key="acftu-2019-24")
    document.valid_to = ON
    document.save()
    check(on=LATER)
    assert finding_of(RULE, lacking.pk) is None
    assert verdict_of(RULE, lacking.pk) is None
    ended = StoredVerdict.objects.get(rule_id=RULE, subject_key=str(lacking.pk))
    assert (ended.status, ended.ended_on) == ("unknown", LATER)


def test_what_two_documents_ask_is_one_finding_by_the_harder_answer(unions, places):
    """Both say who leads: one is met as long as the other is, and a subject is told once."""
    shipped = Provision.objects.get(rule_id="R-ORG-11")
    copied = ("rule_id", "modality", "kind", "parameters", "valid_from")
    local_provision(places.linzhou, **{name: getattr(shipped, name) for name in copied})
    check()
    latest = StoredVerdict.objects.filter(rule_id="R-ORG-11", is_latest=True)
    assert latest.filter(subject_key=str(unions.hejian.pk)).count() == 2
    assert (
        Finding.objects.filter(
            rule_id="R-ORG-11", subject_key=str(unions.hejian.pk), resolved_on__isnull=True
        ).count()
        == 1
    )


def test_a_date_alone_makes_a_finding(places):
    """Nothing changed in the records: the nightly check finds it."""
    opened = datetime.date(2025, 6, 1)
    unit = make_employer("甲厂", places.keqiao_street, "330603", opened_on=opened)
    check("330603", on=ON)
    assert finding_of("R-ORG-14", unit.pk) is None
    check("330603", on=LATER)
    assert finding_of("R-ORG-14", unit.pk).due_on == ON


def test_only_the_given_townships_are_touched(lacking, places, unions):
    check()
    complete(lacking)
    make_union("汤阴无关工会", UnionKind.OWN, "410523")
    before = list(StoredVerdict.objects.exclude(township_key=places.linqi.key).values())
    tally = check(on=LATER, township_keys=[places.linqi.key])
    assert (tally.written, tally.resolved) == (1, 1)
    assert list(StoredVerdict.objects.exclude(township_key=places.linqi.key).values()) == before


def test_a_union_that_moves_takes_its_finding_along(lacking, places):
    """First the township it left is checked, then the one it came to."""
    check()
    before = finding_of(RULE, lacking.pk)
    Union.objects.filter(pk=lacking.pk).update(township=places.zhenlin)
    check(on=LATER, township_keys=[places.linqi.key])
    check(on=LATER, township_keys=[places.zhenlin.key])
    after = finding_of(RULE, lacking.pk)
    assert (after.pk, after.township_key) == (before.pk, places.zhenlin.key)
    assert verdict_of(RULE, lacking.pk).township_key == places.zhenlin.key


def test_what_lies_in_no_township_is_checked_by_the_key_of_the_county(unions):
    orphan = make_union("县直单位工会", superior=None)
    tally = check(township_keys=[COUNTY])
    assert tally.opened == 1
    assert finding_of("R-ORG-07", orphan.pk).township_key == COUNTY


def test_a_change_by_a_service_makes_its_township_due_and_no_other(staff, unions, places):
    from townships.services.unions import save_union

    for place in (places.linqi, places.hejian):
        TownshipSummary.objects.create(county_code=COUNTY, township_key=place.key)
    check()
    TownshipSummary.objects.update(check_due=False)
    union = Union.objects.get(pk=unions.hejian.pk)
    union.founded_on = FOUNDED
    save_union(union=union, user=staff.county)
    due = TownshipSummary.objects.filter(check_due=True)
    assert list(due.values_list("township_key", flat=True)) == [places.hejian.key]
    assert check_due(COUNTY).written > 0
    assert finding_of(RULE, union.pk).urgency == "missing_post"
    assert not due.exists()
