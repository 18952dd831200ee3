"""The release by a second person, what it supersedes, and what stays as it was."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from compliance.models import StoredVerdict
from history.models import Change
from policies.choices import State
from policies.forms import predecessors_for
from policies.models import PolicyDocument, Provision
from policies.selectors import evaluate, load_book
from policies.selectors.states import stamp_of
from policies.services import (
    after_release,
    release_document,
    release_provision,
    releasing,
    save_draft,
)
from tests.places import load_policies
from tests.policies.drafts import colleague_of, provision, write, write_and_release, write_document
from tests.policies.local import LOCAL_START
from unionreg.county import Conflict

DAY = datetime.timedelta(days=1)
LATER = datetime.date(2026, 7, 1)


@pytest.fixture
def second(places):
    return colleague_of(places.linzhou)


def judged_by(place, on):
    """The documents of R-ORG-02 that hold at the place on the day."""
    verdict = evaluate("R-ORG-02", division=place, on=on, values={})
    return verdict.document, verdict.parameters.get("firm_count")


# --- who ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["second", "city", "province", "admin"])
def test_a_second_person_of_the_office_or_above_releases(places, staff, second, who):
    draft = write(staff.county, places.linzhou)
    releaser = second if who == "second" else getattr(staff, who)
    release_provision(provision=draft, user=releaser)
    for record in (Provision.objects.get(), PolicyDocument.objects.get()):
        assert (record.state, record.author, record.releaser) == (
            "released",
            staff.county,
            releaser,
        )
        assert record.released_at is not None


@pytest.mark.parametrize("who", ["county", "county2", "chair", "auditor"])
def test_neither_the_author_nor_an_outsider_releases(places, staff, who):
    draft = write(staff.county, places.linzhou)
    for record, release in [
        (draft.document, lambda record, user: release_document(document=record, user=user)),
        (draft, lambda record, user: release_provision(provision=record, user=user)),
    ]:
        with pytest.raises(ValidationError):
            release(record, getattr(staff, who))
        record.refresh_from_db()
        assert record.is_draft


def test_who_corrected_a_draft_last_does_not_release_it(places, staff, second):
    draft = write(staff.county, places.linzhou)
    draft.parameters = {"firm_count": 1, "worker_count": 1}
    save_draft(draft=draft, user=second)
    with pytest.raises(ValidationError):
        release_provision(provision=draft, user=second)


def test_the_author_of_its_document_does_not_release_it_with_the_provision(places, staff, second):
    document = write_document(second, places.linzhou)
    draft = write(staff.county, places.linzhou, document=document)
    with pytest.raises(ValidationError):
        release_provision(provision=draft, user=second)
    release_document(document=document, user=staff.county)
    assert release_provision(provision=draft, user=second).state == "released"


def test_the_database_holds_that_two_persons_are_two(places, staff):
    draft = write(staff.county, places.linzhou)
    rows = Provision.objects.filter(pk=draft.pk)
    wrong = [
        {"releaser": staff.county},
        {"state": "released"},
        {"state": "released", "releaser": staff.city},
    ]
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)


def test_what_was_changed_since_one_looked_is_not_released(places, staff, second):
    draft = write(staff.county, places.linzhou)
    seen = stamp_of(Provision.objects.get())
    draft.document.title = "y"
    save_draft(draft=draft.document, user=staff.county)  # released together, hence looked at too
    with pytest.raises(Conflict):
        release_provision(provision=draft, user=second, seen=seen)
    now = stamp_of(Provision.objects.get())
    assert release_provision(provision=draft, user=second, seen=now).state == "released"
    with pytest.raises(ValidationError):
        release_provision(provision=draft, user=second)


def test_of_two_drafts_that_share_days_the_second_is_not_released(places, staff, second):
    first = write(staff.county, places.linzhou)
    other = write(staff.county, places.linzhou, document=first.document, clause="三")
    release_provision(provision=first, user=second)
    with pytest.raises(ValidationError) as caught:
        release_provision(provision=other, user=second)
    assert set(caught.value.message_dict) == {"valid_from"}


# --- superseding ----------------------------------------------------------------------------------


def test_a_successor_takes_over_on_its_day(policy, staff, second):
    old = write_and_release(staff.county, second, policy.linzhou)
    new = write_and_release(
        staff.county,
        second,
        policy.linzhou,
        document=old.document,
        parameters={"firm_count": 50, "worker_count": 2000},
        valid_from=LATER,
        supersedes=old,
    )
    old.refresh_from_db()
    assert (old.state, old.valid_to) == ("superseded", LATER - DAY)
    assert judged_by(policy.linqi, LOCAL_START - DAY)[1] == 100
    assert judged_by(policy.linqi, LOCAL_START)[1] == 60
    assert judged_by(policy.linqi, LATER - DAY)[1] == 60
    assert judged_by(policy.linqi, LATER)[1] == 50
    assert judged_by(policy.chengguan, LATER)[1] == 100
    ended = Change.objects.filter(object_id=str(old.pk)).latest("pk")
    assert ended.fields["valid_to"] == [None, (LATER - DAY).isoformat()]
    assert new.supersedes == old


def test_a_provision_is_superseded_once(policy, staff, second):
    old = write_and_release(staff.county, second, policy.linzhou)
    same = {"document": old.document, "supersedes": old}
    write_and_release(staff.county, second, policy.linzhou, valid_from=LATER, **same)
    with pytest.raises(ValidationError):
        write_and_release(
            staff.county, second, policy.linzhou, valid_from=LATER + 30 * DAY, clause="九", **same
        )


def refused_release(draft, user):
    with pytest.raises(ValidationError) as caught:
        release_provision(provision=draft, user=user)
    return set(caught.value.message_dict)


@pytest.mark.parametrize("repeals", [True, False])
def test_of_two_drafts_for_one_place_taken_the_second_is_refused(policy, staff, second, repeals):
    """R-ORG-11 adds up: successors from two documents do not exclude each other."""
    same: dict = {"rule_id": "R-ORG-11", "parameters": {}}
    old = write_and_release(staff.county, second, policy.linzhou, **same)
    same |= {"supersedes": old, "repeals": repeals, "valid_from": LATER}
    documents = [write_document(staff.county, policy.linzhou, number=str(n)) for n in range(2)]
    first, late = (write(staff.county, policy.linzhou, document=d, **same) for d in documents)
    release_provision(provision=first, user=second)
    assert refused_release(late, second) == {"supersedes"}
    late.refresh_from_db()
    assert late.is_draft
    first.refresh_from_db()
    first.full_clean()  # its own turn is no reason against itself


@pytest.mark.parametrize("days", [-1, 0])
def test_a_successor_begins_later_than_what_it_supersedes(policy, staff, second, days):
    earlier = LOCAL_START - 10 * DAY
    document = write_document(staff.county, policy.linzhou, valid_from=earlier)
    old = write_and_release(staff.county, second, policy.linzhou, document=document)
    begins = LOCAL_START + days * DAY
    draft = provision(policy.linzhou, old.document, valid_from=begins, supersedes=old)
    with pytest.raises(ValidationError) as caught:
        save_draft(draft=draft, user=staff.county)
    assert set(caught.value.message_dict) == {"valid_from"}
    draft.valid_from = LOCAL_START + DAY
    release_provision(provision=save_draft(draft=draft, user=staff.county), user=second)
    old.refresh_from_db()
    assert old.valid_to == LOCAL_START


def test_only_what_is_in_force_for_the_same_rule_and_place_is_superseded(policy, staff, second):
    old = write_and_release(staff.county, second, policy.linzhou)
    national = Provision.objects.get(rule_id="R-ORG-02", jurisdiction=None)
    same = {"document": old.document, "valid_from": LATER}
    draft = write(staff.county, policy.linzhou, supersedes=old, **same)
    for wrong in (national, draft):
        successor = provision(policy.linzhou, old.document, valid_from=LATER, supersedes=wrong)
        with pytest.raises(ValidationError) as caught:
            save_draft(draft=successor, user=staff.county)
        assert "supersedes" in caught.value.message_dict


def test_a_set_of_ones_own_ends_and_the_next_place_counts_again(policy, staff, second):
    old = write_and_release(staff.county, second, policy.linzhou)
    same = {"document": old.document, "supersedes": old, "repeals": True}
    write_and_release(staff.county, second, policy.linzhou, valid_from=LATER, **same)
    old.refresh_from_db()
    assert (old.state, old.valid_to) == ("withdrawn", LATER - DAY)
    assert judged_by(policy.linqi, LATER - DAY)[1] == 60
    assert judged_by(policy.linqi, LATER) == ("总工办发〔2019〕24号", 100)


def test_an_office_supersedes_what_shipped_for_its_place_and_loading_keeps_the_end(policy, staff):
    shipped = Provision.objects.get(rule_id="R-ORG-10", jurisdiction=policy.anyang)
    write_and_release(
        staff.city,
        staff.province,
        policy.anyang,
        rule_id="R-ORG-10",
        parameters={},
        modality="must_not",
        document=shipped.document,
        valid_from=LATER,
        supersedes=shipped,
    )
    load_policies()
    shipped.refresh_from_db()
    assert (shipped.state, shipped.valid_to) == ("superseded", LATER - DAY)
    book = load_book("R-ORG-10")
    assert len(book.everywhere("R-ORG-10", LATER - DAY)) == 1
    assert len(book.everywhere("R-ORG-10", LATER)) == 1


def test_a_county_does_not_end_what_its_city_issued_for_it(policy, staff, second, as_user):
    old = write_and_release(staff.city, staff.province, policy.linzhou)
    assert old.owner == policy.anyang
    same = {"document": old.document, "supersedes": old, "valid_from": LATER}
    for repeals in (True, False):
        with pytest.raises(ValidationError) as caught:
            write(staff.county, policy.linzhou, repeals=repeals, **same)
        assert set(caught.value.message_dict) == {"supersedes"}
    assert not predecessors_for(staff.county, "R-ORG-02").exists()
    assert old in predecessors_for(staff.city, "R-ORG-02")
    url = reverse("admin:policies_provision_change", args=[old.pk])
    assert not as_user(staff.county).get(url).context["may_supersede"]
    assert as_user(staff.city).get(url).context["may_supersede"]


def test_what_a_city_issued_is_not_ended_by_two_persons_of_the_county(policy, staff, second):
    """The county's draft is its own although somebody of the city changed it last."""
    same: dict = {"rule_id": "R-ORG-11", "parameters": {}}
    old = write_and_release(staff.city, staff.province, policy.linzhou, **same)
    document = write_document(staff.county, policy.linzhou, number="")
    draft = write(staff.county, policy.linzhou, document=document, valid_from=LATER, **same)
    draft.supersedes = old
    save_draft(draft=draft, user=staff.city)
    assert draft.owner == policy.linzhou
    assert refused_release(draft, second) == {"supersedes"}
    assert release_provision(provision=draft, user=staff.province).supersedes == old


# --- afterwards -----------------------------------------------------------------------------------


def test_stored_verdicts_stay_as_they_were(policy, staff, second):
    old = write_and_release(staff.county, second, policy.linzhou)
    verdict = StoredVerdict.objects.create(
        county_code="410581",
        township_key="410581101",
        rule_id="R-ORG-02",
        subject="township",
        subject_key="410581101",
        subject_label="临淇镇",
        provision=old,
        status="violated",
        met=False,
        kind="HB",
        modality="may",
        document=str(old.document),
        clause=old.clause,
        parameters=old.parameters,
        explanation="x",
        judged_on=LOCAL_START,
    )
    before = StoredVerdict.objects.values().get(pk=verdict.pk)
    write_and_release(
        staff.county,
        second,
        policy.linzhou,
        document=old.document,
        parameters={"firm_count": 1, "worker_count": 1},
        valid_from=LATER,
        supersedes=old,
    )
    assert StoredVerdict.objects.values().get(pk=verdict.pk) == before


def test_apps_hear_of_a_released_provision(policy, staff, second, monkeypatch):
    heard: list[Provision] = []
    monkeypatch.setattr(releasing, "_follow_ups", [])
    after_release(heard.append)
    draft = write(staff.county, policy.linqi)
    release_document(document=draft.document, user=second)
    assert heard == []
    release_provision(provision=draft, user=second)
    assert heard == [draft]
    assert heard[0].state == State.RELEASED
