"""Draft, review, approval by different people; what is approved never changes."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override

from accounts.choices import Role
from funding.models import Allocation, AllocationPart, YearInput
from funding.selectors.allocations import approved_amounts, stored_result
from funding.selectors.schemes import cut_of, work_out
from funding.services import allocations as service
from funding.services import payments
from tests.funding.money import YEAR, linzhou, load_all, scheme, typed
from tests.funding.payment_cases import TODAY, draft, meeting, own_threshold
from tests.places import make_user
from unionreg.refusals import Refused


@pytest.fixture
def office(places, staff):
    """Figures of two townships, the author, and two colleagues."""
    load_all()
    typed(places.linqi, project_amount="8000")
    typed(places.hejian, project_amount="0.01")
    second = make_user("county_b", Role.COUNTY, places.linzhou)
    third = make_user("county_c", Role.COUNTY, places.linzhou)
    return staff.county, second, third


def keep(user, year: int = YEAR) -> Allocation:
    place = linzhou()
    made = service.save_allocation(
        scheme=scheme("anyang-projects"), place=place, year=year, user=user
    )
    return made.record


def refused(call, **values: Any) -> str:
    with override("en"), pytest.raises(Refused) as caught:
        call(**values)
    return " ".join(caught.value.messages)


def approved(office) -> Allocation:
    first, second, third = office
    kept = keep(first)
    service.review_allocation(allocation=kept, user=second)
    return service.approve_allocation(allocation=kept, user=third).record


def test_the_kept_result_is_what_the_calculation_said(office) -> None:
    with override("zh-hans"):
        fresh = work_out(scheme("anyang-projects"), linzhou(), cut_of(YEAR, None))
    assert stored_result(keep(office[0])) == fresh


def test_review_then_approval_by_somebody_else(office) -> None:
    row = approved(office)
    assert (row.state, row.reviewer, row.approver) == ("approved", office[1], office[2])
    assert approved_amounts("410581", YEAR) == {
        "410581101": Decimal("8000.00"),
        "410581100": Decimal("0.01"),
    }


def test_neither_the_author_nor_the_reviewer_approves(office) -> None:
    first, second, _third = office
    kept = keep(first)
    assert "not reviewed" in refused(service.approve_allocation, allocation=kept, user=second)
    service.review_allocation(allocation=kept, user=second)
    assert "calculated it" in refused(service.approve_allocation, allocation=kept, user=first)
    assert "reviewed it" in refused(service.approve_allocation, allocation=kept, user=second)
    assert approved_amounts("410581", YEAR) == {}


def test_what_is_approved_stays_whatever_is_recorded_later(office) -> None:
    row = approved(office)
    before = stored_result(row)
    YearInput.objects.update(value="1")
    assert stored_result(Allocation.objects.get(pk=row.pk)) == before
    assert "Withdraw" in refused(keep, user=office[0])
    assert "not draft" in refused(service.review_allocation, allocation=row, user=office[1])


def test_a_withdrawn_year_is_calculated_anew(office) -> None:
    row = approved(office)
    assert refused(service.withdraw_allocation, allocation=row, user=office[0], reason=" ")
    service.withdraw_allocation(allocation=row, user=office[0], reason="数字有误")
    YearInput.objects.filter(township_id="410581101").update(value="9000")
    again = keep(office[0])
    assert (again.pk != row.pk, again.total) == (True, Decimal("9000.01"))
    row.refresh_from_db()
    assert (row.state, row.total) == ("withdrawn", Decimal("8000.01"))
    assert "already" in refused(
        service.withdraw_allocation, allocation=row, user=office[0], reason="x"
    )


def test_what_payments_rest_on_stays(office, unions) -> None:
    row = approved(office)
    line = row.lines.get(township_id="410581101")
    made = draft(line, unions.linqi, office[0])
    assert "100.00" in refused(
        service.withdraw_allocation, allocation=row, user=office[0], reason="x"
    )
    row.refresh_from_db()
    assert row.state == "approved"
    payments.cancel(payment=made, user=office[0], note="x")
    service.withdraw_allocation(allocation=row, user=office[0], reason="x")
    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_a_draft_is_replaced_when_a_figure_changed_and_kept_when_not(office) -> None:
    first = keep(office[0])
    assert keep(office[0]).pk == first.pk
    YearInput.objects.filter(township_id="410581101").update(value="1")
    second = keep(office[1])
    first.refresh_from_db()
    assert (second.pk != first.pk, first.state) == (True, "withdrawn")


def test_nothing_refused_and_nothing_empty_is_reviewed(places, staff) -> None:
    load_all()
    kept = keep(staff.county)
    assert "No township" in refused(service.review_allocation, allocation=kept, user=staff.admin)
    kept.lines.filter(township=places.linqi).update(state="refused")
    assert "outside" in refused(service.review_allocation, allocation=kept, user=staff.admin)


def test_inputs_are_frozen_with_day_and_source(office) -> None:
    keep(office[0])
    part = AllocationPart.objects.get(line__township="410581101")
    (figure,) = part.inputs["figures"]
    assert (figure["value"], figure["source"]) == ("8000.00", "示例来源")
    assert figure["as_of"]


# --- the meeting that decides (R-FIN-06) ----------------------------------------------------------


def reviewed(office) -> Allocation:
    kept = keep(office[0])
    return service.review_allocation(allocation=kept, user=office[1]).record


def test_without_an_amount_laid_down_the_meeting_is_told(office, policies) -> None:
    saved = service.approve_allocation(allocation=reviewed(office), user=office[2])
    assert [(one.rule, one.blocking) for one in saved.notices] == [("R-FIN-06", False)]


@pytest.mark.parametrize(("limit", "free"), [("8000.01", True), ("8000.00", False)])
def test_the_total_above_the_amount_waits_for_a_meeting(
    office, policies, places, unions, limit, free
) -> None:
    own_threshold(places, limit)
    row = reviewed(office)
    if free:
        assert service.approve_allocation(allocation=row, user=office[2]).notices == ()
        return
    assert "a meeting decides" in refused(
        service.approve_allocation, allocation=row, user=office[2]
    )
    decided = meeting(unions.county, TODAY())
    done = service.approve_allocation(allocation=row, user=office[2], meeting=decided)
    assert (done.record.meeting, done.notices) == (decided, ())


def test_a_meeting_of_another_organisation_is_refused(office, unions) -> None:
    row = reviewed(office)
    for union, text in ((unions.linqi, "another organisation"), (unions.chengguan, "another")):
        said = refused(
            service.approve_allocation,
            allocation=row,
            user=office[2],
            meeting=meeting(union, TODAY()),
        )
        assert text in said


def test_payments_of_an_allocation_are_decided_with_it(office, policies, places, unions) -> None:
    """Split into payments below the amount, the decision is still one."""
    row = approved(office)
    own_threshold(places, "8000.00")
    first, second, _third = office
    line = row.lines.get(township_id="410581100")  # 0.01 yuan of it
    small = draft(line, unions.hejian, first, "0.01")
    payments.review(payment=small, user=first)
    assert "a meeting decides" in refused(payments.approve, payment=small, user=second)
    decided = meeting(unions.county, TODAY())
    Allocation.objects.filter(pk=row.pk).update(meeting=decided)
    assert payments.approve(payment=small, user=second).record.meeting == decided


def test_the_page_asks_for_the_meeting(office, policies, places, unions, as_user) -> None:
    own_threshold(places, "1")
    row, decided = reviewed(office), meeting(unions.county, TODAY())
    client, step = as_user(office[2]), {"step": "approve", "record_version": row.version}
    assert 'name="meeting"' in client.get(f"/funding/allocations/{row.pk}/").content.decode()
    for wrong in ("", "999999", meeting(unions.chengguan, TODAY()).pk):
        client.post(f"/funding/allocations/{row.pk}/step/", {**step, "meeting": wrong})
        row.refresh_from_db()
        assert row.state == "reviewed"
    client.post(f"/funding/allocations/{row.pk}/step/", {**step, "meeting": decided.pk})
    row.refresh_from_db()
    assert (row.state, row.meeting) == ("approved", decided)


# --- on the page ----------------------------------------------------------------------------------


def test_two_people_bring_a_year_to_its_end_on_the_pages(office, as_user, places) -> None:
    first, second, third = (as_user(user) for user in office)
    address = "/funding/allocations/"
    query = {"county": "410581", "year": YEAR, "scheme": "anyang-projects"}
    shown = first.get(address, query).content.decode()
    assert "8,000.01" in shown
    answer = first.post(address, query)
    row = Allocation.objects.get()
    assert answer.headers["Location"] == f"{address}{row.pk}/"
    step = f"{address}{row.pk}/step/"
    second.post(step, {"step": "review", "record_version": row.version})
    row.refresh_from_db()
    second.post(step, {"step": "approve", "record_version": row.version})
    row.refresh_from_db()
    assert row.state == "reviewed"
    third.post(step, {"step": "approve", "record_version": row.version - 1})  # an old tab
    row.refresh_from_db()
    assert row.state == "reviewed"
    third.post(step, {"step": "approve", "record_version": row.version})
    row.refresh_from_db()
    assert row.state == "approved"
    assert "8,000.01" in third.get(f"{address}{row.pk}/").content.decode()


def test_outsiders_neither_see_nor_step(office, as_user, staff) -> None:
    row = keep(office[0])
    for user, status in ((staff.county2, 404), (staff.chair, 404), (staff.auditor, 403)):
        step = as_user(user).post(f"/funding/allocations/{row.pk}/step/", {"step": "review"})
        assert step.status_code == status
    row.refresh_from_db()
    assert row.state == "draft"


def test_the_page_takes_no_nonsense(office, as_user) -> None:
    client = as_user(office[0])
    address = "/funding/allocations/"
    for query in ({"scheme": "nothing"}, {"scheme": "anyang-projects", "as_of": "2025-02-30"}):
        assert client.post(address, {"year": YEAR, **query}).status_code == 422
    assert client.get(address, {"county": "999999"}).status_code == 404
    assert client.get(address, {"year": "x", "scheme": "anyang-projects"}).status_code == 200
    assert not Allocation.objects.exists()
