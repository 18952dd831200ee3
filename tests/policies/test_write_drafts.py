"""Drafts: who writes them for which place, what is refused, and that they judge nothing."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from history.models import Change
from policies.models import PolicyDocument, Provision
from policies.selectors import load_book
from policies.selectors.states import stamp_of
from policies.services import discard_draft, save_draft
from tests.policies.drafts import (
    colleague_of,
    provision,
    write,
    write_and_release,
    write_document,
)
from tests.policies.local import LOCAL_START, local_provision
from unionreg.county import Conflict

DAY = datetime.timedelta(days=1)


def refused(user, draft, **options):
    with pytest.raises(ValidationError) as caught:
        save_draft(draft=draft, user=user, **options)
    return set(caught.value.message_dict)


def changes(record):
    found = Change.objects.filter(model=record._meta.label_lower, object_id=str(record.pk))
    return list(found.order_by("pk"))


# --- who, and where -------------------------------------------------------------------------------


def test_an_office_writes_for_its_place_and_those_below(places, staff):
    for author, place, office in [
        (staff.county, places.linzhou, places.linzhou),
        (staff.county, places.linqi, places.linzhou),
        (staff.city, places.anyang, places.anyang),
        (staff.city, places.tangyin, places.anyang),
        (staff.province, places.henan, places.henan),
        (staff.admin, places.keqiao_street, places.keqiao),
    ]:
        draft = write(author, place, document=write_document(author, place, number=place.key))
        assert (draft.state, draft.owner, draft.author) == ("draft", office, author)
        assert draft.releaser is None


@pytest.mark.parametrize(
    ("who", "place"),
    [
        ("county", "tangyin"),
        ("county", "anyang"),
        ("county", "chengguan"),
        ("city", "keqiao"),
        ("city", "henan"),
        ("chair", "linqi"),
        ("auditor", "linzhou"),
    ],
)
def test_nobody_writes_for_another_place_or_above(places, staff, who, place):
    document = PolicyDocument(
        title="x",
        issuer="x",
        issued_text="x",
        valid_from=LOCAL_START,
        kind="norm",
        jurisdiction=getattr(places, place),
    )
    assert refused(getattr(staff, who), document) == {"jurisdiction"}
    assert not PolicyDocument.objects.exists()


def test_what_holds_in_the_whole_country_ships_with_the_program(policy, staff):
    national = PolicyDocument.objects.get(key="acftu-2019-24")
    assert refused(staff.admin, provision(None, national)) == {"jurisdiction"}


# --- what is refused ------------------------------------------------------------------------------


def bad_drafts(places, document):
    """Field and values of every mistake that a form could send."""
    return [
        ({"document"}, {"document": None}),
        ({"clause"}, {"clause": ""}),
        ({"rule_id"}, {"rule_id": "R-ORG-99"}),
        ({"parameters"}, {"parameters": {"firm_count": "many", "worker_count": 3000}}),
        ({"parameters"}, {"parameters": {"firm_count": 60}}),
        ({"parameters"}, {"parameters": {"firm_count": 60, "worker_count": 1, "colour": 1}}),
        ({"valid_from"}, {"valid_from": document.valid_from - DAY}),
        ({"valid_to"}, {"valid_to": LOCAL_START - DAY}),
        ({"document"}, {"jurisdiction": places.linzhou, "document": _elsewhere(places)}),
    ]


def _elsewhere(places):
    return local_provision(places.tangyin).document


def test_mistakes_are_told_by_field(places, staff):
    document = write_document(staff.county, places.linzhou)
    for fields, values in bad_drafts(places, document):
        draft = provision(places.linzhou, document)
        for name, value in values.items():
            setattr(draft, name, value)
        assert refused(staff.county, draft) == fields, values
    assert Provision.objects.filter(owner=places.linzhou).count() == 0


def test_the_first_day_of_the_document_is_early_enough_and_its_last_late_enough(places, staff):
    document = write_document(staff.county, places.linzhou, valid_to=LOCAL_START)
    assert write(staff.county, places.linzhou, document=document).pk
    late = provision(places.linzhou, document, valid_from=LOCAL_START + DAY)
    assert refused(staff.county, late) == {"valid_from"}


def test_what_shares_a_day_with_one_in_force_is_refused(places, staff):
    held = local_provision(places.linzhou, valid_to=LOCAL_START + DAY)
    again = provision(places.linzhou, held.document, valid_from=LOCAL_START + DAY)
    assert refused(staff.county, again) == {"valid_from"}
    again.valid_from += DAY
    assert save_draft(draft=again, user=staff.county).pk


def test_two_drafts_of_one_place_may_share_days(places, staff):
    first = write(staff.county, places.linzhou)
    assert write(staff.county, places.linzhou, document=first.document).pk


# --- changed and deleted by the office ------------------------------------------------------------


def test_whoever_changes_a_draft_becomes_its_author(places, staff):
    draft = write(staff.county, places.linzhou)
    colleague = colleague_of(places.linzhou)
    save_draft(draft=draft, user=colleague, seen=stamp_of(draft))
    assert Provision.objects.get().author == staff.county  # nothing was changed
    draft.clause = "三"
    save_draft(draft=draft, user=colleague)
    assert Provision.objects.get().author == colleague
    assert Provision.objects.get().owner == places.linzhou
    created, changed = changes(draft)
    assert created.user == staff.county
    assert changed.fields["clause"] == ["二", "三"]


def test_the_office_above_may_correct_and_the_draft_stays_where_it_was(places, staff):
    draft = write(staff.county, places.linzhou)
    draft.note = "x"
    assert save_draft(draft=draft, user=staff.city).owner == places.linzhou


@pytest.mark.parametrize("who", ["county2", "chair", "auditor"])
def test_nobody_else_changes_or_deletes_a_draft(places, staff, who):
    draft = write(staff.county, places.linzhou)
    other = getattr(staff, who)
    draft.clause = "三"
    with pytest.raises(ValidationError):
        save_draft(draft=draft, user=other)
    with pytest.raises(ValidationError):
        discard_draft(draft=draft, user=other)
    assert Provision.objects.get().clause == "二"


def test_a_county_does_not_write_in_a_draft_of_its_city(places, staff):
    document = write_document(staff.city, places.anyang)
    assert refused(staff.county, provision(places.linzhou, document)) == {"document"}
    document.title = "y"
    with pytest.raises(ValidationError):
        save_draft(draft=document, user=staff.county)


def test_who_saw_an_older_state_does_not_overwrite(places, staff):
    draft = write(staff.county, places.linzhou)
    seen = stamp_of(Provision.objects.get())
    draft.clause = "三"
    save_draft(draft=draft, user=staff.county)
    stale = Provision.objects.get()
    stale.clause = "四"
    with pytest.raises(Conflict):
        save_draft(draft=stale, user=colleague_of(places.linzhou), seen=seen)
    assert Provision.objects.get().clause == "三"


def test_a_deleted_draft_leaves_its_history(places, staff):
    draft = write(staff.county, places.linzhou)
    key = draft.pk
    with pytest.raises(ValidationError):
        discard_draft(draft=draft.document, user=staff.county)  # its clauses go first
    discard_draft(draft=draft, user=staff.county)
    discard_draft(draft=draft.document, user=staff.county)
    assert not PolicyDocument.objects.exists()
    gone = Change.objects.get(model="policies.provision", object_id=str(key), action="-")
    assert gone.fields["clause"] == ["二", None]


def test_what_was_released_is_neither_edited_nor_deleted(policy, staff):
    own = write_and_release(staff.county, colleague_of(policy.linzhou), policy.linzhou)
    shipped = Provision.objects.get(rule_id="R-ORG-10")
    records: tuple[Any, ...] = (own, own.document, shipped)
    for record in records:
        before = type(record).objects.values().get(pk=record.pk)
        record.note = "changed"
        for user in (staff.county, staff.admin):
            with pytest.raises(ValidationError):
                save_draft(draft=record, user=user)
            with pytest.raises(ValidationError):
                discard_draft(draft=record, user=user)
        assert type(record).objects.values().get(pk=record.pk) == before


def test_a_draft_never_judges(policy, staff):
    draft = write(staff.county, policy.linzhou)
    ids = {p.provision_id for p in load_book().everywhere("R-ORG-02", LOCAL_START)}
    assert draft.pk not in ids
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("field", "day"),
    [
        ("issued_on", datetime.date(206, 1, 1)),
        ("valid_from", datetime.date(206, 1, 1)),
        ("valid_to", datetime.date(2206, 1, 1)),
    ],
)
def test_a_mistyped_year_of_a_document_is_refused(places, staff, field, day):
    with pytest.raises(ValidationError) as caught:
        write_document(staff.county, places.linzhou, **{field: day})
    assert set(caught.value.message_dict) == {field}


def test_a_mistyped_year_of_a_provision_is_refused(places, staff):
    document = write_document(staff.county, places.linzhou)
    far = provision(places.linzhou, document, valid_to=datetime.date(9999, 12, 31))
    assert refused(staff.county, far) == {"valid_to"}
