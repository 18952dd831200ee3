"""A clerk founds a federation through all gates, a chair changes, and the seat is filled."""

import pytest
from django.urls import reverse

from cadres.choices import Post
from cadres.models import Appointment
from cadres.services.appointments import appoint
from federations.choices import Step
from federations.models import Federation, FoundingStep, SeatToFill
from tests.federations.conftest import COUNTY, day, make_lianchi
from tests.places import load_policies
from tests.ui.conftest import complaints, open_as
from townships.models import Union

__all__ = ["complaints", "open_as"]

pytestmark = pytest.mark.django_db(transaction=True)
DAYS = ("2024-03-01", "2024-03-05", "2024-03-05", "2024-03-20", "2024-04-10", "2024-04-12")
REFUSED = "status of 422"


@pytest.fixture
def world(places):
    load_policies()
    return make_lianchi()


def press(page, button):
    with page.expect_navigation():
        page.click(button)


def record(page, on, step=None):
    """Fill in the form of the next gate; with `step` as if it were a later one."""
    page.fill("#gate_done_on", on)
    page.fill("#gate_by", "莲池区总工会")
    page.fill("#gate_document_no", "莲工〔2024〕1号")
    if step:
        page.evaluate("value => { document.getElementById('gate_step').value = value; }", str(step))
    press(page, "#gate button[type=submit]")


def test_a_federation_is_founded_and_a_seat_filled(open_as, world, complaints):
    page = open_as(world.clerk, reverse("federation_start"))
    page.fill("#id_middle", "货车司机")
    page.wait_for_selector("#name-check .t-bad")  # an occupation, while it is typed
    press(page, "input.default")
    assert "货车司机" in page.locator(".msg.bad").inner_text()
    page.fill("#id_middle", "货运行业")
    page.wait_for_selector("#name-check .t-ok")
    page.select_option("#id_kind", "industry")
    page.select_option("#id_has_party_org", "yes")
    press(page, "input.default")
    federation = Federation.objects.get()
    assert federation.union.name == "保定市莲池区货运行业工会联合会"
    file = page.url
    _pass_gates(page, world, federation, file)
    union = Union.objects.get(pk=federation.union_id)
    assert (union.status, union.founded_on) == ("active", day("2024-04-12"))

    page.goto(f"{file}committee/")
    for box in page.locator("input[name=unions]").all():
        box.check()
    page.fill("#heads_held_on", "2024-05-06")
    page.fill("#heads_on", "2024-05-06")
    press(page, "button:has-text('登记为委员'), button:has-text('Give them their seats')")
    assert Appointment.objects.filter(union=union, post=Post.MEMBER).count() == 2

    _change_chair(page, world)
    page.goto(f"{file}committee/")
    assert "新主席" in page.locator("#to-fill").inner_text()
    press(page, "#to-fill button[type=submit]")
    assert SeatToFill.objects.get().closed_on is None  # no procedure was named
    page.fill("#to-fill input[name=held_on]", "2025-02-01")
    page.fill("#to-fill input[name=on]", "2025-02-01")
    press(page, "#to-fill button[type=submit]")
    seat = SeatToFill.objects.get()
    assert (seat.closed_on, seat.filled_by.person.name) == (day("2025-02-01"), "新主席")
    assert page.locator("#to-fill").count() == 0
    complaints[:] = [text for text in complaints if REFUSED not in text]


def _pass_gates(page, world, federation, file):
    """One gate after the other; a later one is refused, and the last needs unions and a chair."""
    gates = list(Step)
    for number, (gate, on) in enumerate(zip(gates, DAYS, strict=True)):
        if gate == Step.IN_OFFICE:
            record(page, on)  # neither unions nor a chair yet
            assert page.locator(".msg.bad li").count() == 2
            _cover_two(page, file)
            chair = world.post(federation.union, "戊主席", elected_on=day("2024-04-10"))
            assert chair.post == Post.CHAIR
            page.goto(file)
        elif gates[number + 1 :]:
            record(page, on, step=gates[number + 1])
            assert str(gate.label) in page.locator(".msg.bad").inner_text()
            page.goto(file)
        record(page, on)
        assert FoundingStep.objects.filter(step=gate).exists()


def _cover_two(page, file):
    page.goto(f"{file}coverage/")
    for box in page.locator("input[name=unions]").all()[:2]:
        box.check()
    page.fill("#id_valid_from", "2024-03-01")
    press(page, ".fed-foot button[type=submit]")


def _change_chair(page, world):
    """The chair of a covered union leaves the post on its page, and somebody else is elected."""
    seat = Appointment.objects.filter(union__name__contains="货运行业", post=Post.MEMBER).first()
    covered = seat.represents
    old = Appointment.objects.get(union=covered, post=Post.CHAIR, valid_to=None)
    base = page.url.split("/federations/")[0]
    page.goto(base + reverse("admin:cadres_appointment_end", args=[old.pk]))
    page.fill("[name=last_day]", "2025-01-10")
    page.select_option("[name=reason]", "resignation")
    press(page, ".submit-row input.default")
    person = world.post(world.unions[3], "新主席", Post.MEMBER).person
    new = Appointment(
        county_code=COUNTY,
        union=covered,
        person=person,
        post=Post.CHAIR,
        valid_from=day("2025-01-11"),
        elected_on=day("2025-01-11"),
    )
    appoint(appointment=new, user=world.clerk)
