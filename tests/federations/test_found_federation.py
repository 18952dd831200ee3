"""The founding file: no gate skipped, none dated backwards, the last one makes the union active."""

from typing import Any

import pytest

from cadres.choices import MeetingKind, Post
from cadres.models import Meeting, Term
from cadres.services.meetings import record_meeting
from cadres.services.terms import record_term
from federations.choices import Step
from federations.models import Federation, FoundingStep
from federations.services.coverage import cover_unions
from tests.federations.conftest import day
from townships.models import Union
from unionreg.refusals import Refused

GATES = [
    (Step.CONSULTED, "2024-03-01"),
    (Step.PARTY_CONSENT, "2024-03-05"),
    (Step.APPROVED, "2024-03-05"),
    (Step.GROUP_FORMED, "2024-03-20"),
    (Step.ELECTED, "2024-04-10"),
    (Step.IN_OFFICE, "2024-04-12"),
]


def ready(world, federation):
    """Two unions covered and a chair elected: what the last gate asks for."""
    unions = world.unions[:2]
    cover_unions(federation=federation, unions=unions, on=day("2024-03-01"), user=world.clerk)
    world.post(federation.union, "戊主席", elected_on=day("2024-04-10"))


def test_all_gates_in_order_make_the_union_active(documents):
    federation = documents.start()
    assert (federation.union.status, federation.union.township) == ("preparing", None)
    ready(documents, federation)
    for step, on in GATES:
        documents.gate(federation, step, on)
    union = Union.objects.get(pk=federation.union_id)
    assert (union.status, union.founded_on) == ("active", day("2024-04-12"))
    assert (union.approval_no, union.approved_on) == ("莲工〔2024〕1号", day("2024-03-05"))


@pytest.mark.parametrize("number", range(1, len(GATES)))
@pytest.mark.parametrize("law", ["documents", "lianchi"])  # with a clause to cite, and without
def test_a_skipped_gate_is_refused(request, law, number):
    world = request.getfixturevalue(law)
    federation = world.start()
    ready(world, federation)
    for step, on in GATES[: number - 1]:
        world.gate(federation, step, on)
    with pytest.raises(Refused) as refusal:
        world.gate(federation, *GATES[number])
    said = str(refusal.value)
    assert str(GATES[number - 1][0].label) in said
    assert ("冀工办发〔2020〕43号 二.1" in said) is (law == "documents")
    assert FoundingStep.objects.count() == number - 1


@pytest.mark.parametrize(("on", "refused"), [("2024-03-04", True), ("2024-03-05", False)])
def test_a_gate_may_share_the_day_of_the_one_before_and_no_earlier_one(documents, on, refused):
    federation = documents.start()
    for step, before in GATES[:2]:
        documents.gate(federation, step, before)
    if refused:
        with pytest.raises(Refused, match="2024-03-05"):
            documents.gate(federation, Step.APPROVED, on)
    else:
        documents.gate(federation, Step.APPROVED, on)


def test_a_corrected_day_may_not_pass_the_next_gate(documents):
    federation = documents.start()
    for step, on in GATES[:2]:
        documents.gate(federation, step, on)
    row = FoundingStep.objects.get(step=Step.CONSULTED)
    row.done_on = day("2024-03-06")
    with pytest.raises(Refused):
        documents.gate(federation, Step.CONSULTED, "2024-03-06")


def test_without_a_party_organisation_its_consent_is_no_gate(documents):
    federation = documents.start(has_party_org=False)
    documents.gate(federation, *GATES[0])
    documents.gate(federation, *GATES[2])
    assert FoundingStep.objects.count() == 2


def test_whether_there_is_a_party_organisation_has_to_be_known(documents):
    federation = documents.start(has_party_org=None)
    documents.gate(federation, *GATES[0])
    with pytest.raises(Refused) as refusal:
        documents.gate(federation, *GATES[2])
    assert "has_party_org" in refusal.value.message_dict


@pytest.mark.parametrize(
    ("covered", "chair", "missing"),
    [(1, True, "R-ORG-23"), (2, "unelected", "R-COM-13"), (2, None, "R-COM-13"), (2, True, "")],
)
def test_in_office_asks_for_two_unions_and_an_elected_chair(documents, covered, chair, missing):
    federation = documents.start()
    unions = documents.unions[:covered]
    cover_unions(federation=federation, unions=unions, on=day("2024-03-01"), user=documents.clerk)
    if chair:
        elected = day("2024-04-10") if chair is True else None
        documents.post(federation.union, "戊主席", Post.CHAIR, elected_on=elected)
    for step, on in GATES[:-1]:
        documents.gate(federation, step, on)
    if not missing:
        documents.gate(federation, *GATES[-1])
        return
    with pytest.raises(Refused) as refusal:
        documents.gate(federation, *GATES[-1])
    assert {"R-ORG-23": "二.1、二.2", "R-COM-13": "二.4"}[missing] in str(refusal.value)
    assert Union.objects.get(pk=federation.union_id).status == "preparing"


def test_an_approval_needs_its_number_and_who_approved(documents):
    federation = documents.start()
    for step, on in GATES[:2]:
        documents.gate(federation, step, on)
    row = FoundingStep(federation=federation, step=Step.APPROVED, done_on=day("2024-03-05"))
    from federations.services.founding import pass_gate

    with pytest.raises(Refused) as refusal:
        pass_gate(step=row, user=documents.clerk)
    assert set(refusal.value.message_dict) == {"document_no", "by"}


def test_nothing_is_passed_in_the_future(documents):
    with pytest.raises(Refused):
        documents.gate(documents.start(), Step.CONSULTED, "2999-01-01")


@pytest.mark.parametrize(
    ("level", "kind", "refused"),
    [("city", "industry", None), ("city", "regional", False), ("province", "industry", True)],
)
def test_the_level_is_noted_and_a_province_refused(documents, level, kind, refused):
    """R-ORG-25: None: nothing said, False: a notice, True: refused."""
    from federations.services.records import start_federation

    union = Union(name="保定市莲池区货运行业工会联合会", county_code="130606")
    federation = Federation(kind=kind, level=level)
    arguments: dict[str, Any] = {"federation": federation, "union": union, "townships": []}
    if refused:
        with pytest.raises(Refused):
            start_federation(**arguments, user=documents.clerk)
        return
    saved = start_federation(**arguments, user=documents.clerk)
    assert bool([n for n in saved.notices if n.rule == "R-ORG-25"]) is (refused is False)


def test_no_gate_is_older_than_the_first_union(documents):
    with pytest.raises(Refused) as refusal:
        documents.gate(documents.start(), Step.CONSULTED, "0204-03-01")
    assert list(refusal.value.message_dict) == ["done_on"]


@pytest.mark.parametrize(("elected", "refused"), [("2024-03-19", True), ("2024-03-20", False)])
def test_the_chair_was_elected_by_this_federation(documents, elected, refused):
    """Not before the preparation group was formed on 2024-03-20 (R-ORG-26)."""
    federation = documents.start()
    unions = documents.unions[:2]
    cover_unions(federation=federation, unions=unions, on=day("2024-03-01"), user=documents.clerk)
    documents.post(federation.union, "戊主席", elected_on=day(elected))
    for step, on in GATES[:-1]:
        documents.gate(federation, step, on)
    if not refused:
        assert documents.gate(federation, *GATES[-1]).record.pk
        return
    with pytest.raises(Refused, match=elected):
        documents.gate(federation, *GATES[-1])


def test_an_approval_by_another_union_than_the_next_higher_one_is_told(documents):
    from federations.services.founding import pass_gate

    federation = documents.start()
    federation.union.superior = documents.federation_of_county
    federation.union.save()
    for step, on in GATES[:2]:
        documents.gate(federation, step, on)
    assert documents.gate(federation, *GATES[2]).notices == ()
    row = FoundingStep.objects.get(step=Step.APPROVED)
    row.by = "保定市总工会"
    (notice,) = pass_gate(step=row, user=documents.clerk).notices
    assert "莲池区总工会" in notice.text


def test_the_assembly_and_the_term_may_come_before_the_day_in_office(documents):
    """It elects after the approval and before the founding day; earlier nobody could."""
    federation = documents.start()
    ready(documents, federation)
    for step, on in GATES:
        documents.gate(federation, step, on)
    union = Union.objects.get(pk=federation.union_id)

    def met(on):
        event = Meeting(union=union, kind=MeetingKind.MEMBER_ASSEMBLY, held_on=day(on))
        return record_meeting(meeting=event, user=documents.clerk).record

    assert met("2024-04-10").pk
    with pytest.raises(Refused):
        met("2024-03-04")
    term = Term(union=union, number=1, started_on=day("2024-04-10"), years=5)
    assert record_term(term=term, user=documents.clerk).record.due_on == day("2029-04-10")
