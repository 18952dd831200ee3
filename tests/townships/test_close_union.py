"""Dissolving and merging: only with an approval, only when nothing is left behind (R-ORG-08)."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from history.models import Change
from tests.places import Staff
from townships.choices import UnionKind, UnionStatus
from townships.models import Affiliation, Union, UnionEmployer
from townships.services import dependents
from townships.services.closing import Approval, dissolve_union, merge_union
from townships.services.coverage import set_covered_employers
from townships.services.unions import save_union
from unionreg.county import Conflict
from unionreg.refusals import Refused

JULY = datetime.date(2026, 7, 1)
ONE_DAY = datetime.timedelta(days=1)
APPROVED = Approval(
    number="林工〔2026〕12号", approved_by="林州市总工会", closed_on=JULY, reason="企业注销"
)


def close_url(union) -> str:
    return reverse("admin:townships_grassrootsunion_close", args=[union.pk])


@pytest.fixture
def firm(places, federation, own_union) -> Union:
    return own_union(places.linqi, "示例公司", founded_on=datetime.date(2020, 5, 4))


class People:
    """Stands for the members of another app."""

    def __init__(self, number: int, last: datetime.date | None = None) -> None:
        self.number = number
        self.last = last
        self.moved: list[tuple[str, str, datetime.date]] = []

    def count(self, union):
        return self.number

    def describe(self, number):
        return f"会员 {number} 人"

    def largest_unit(self, union):
        return None

    def last_day(self, union):
        return self.last

    def move_all(self, *, from_union, to_union, on, user):
        self.moved.append((from_union.name, to_union.name, on))

    def close(self, *, union, on, user):
        self.closed = on

    def relocate(self, *, county_code, union_ids, township_key):
        pass


@pytest.fixture
def people(monkeypatch):
    def register(number: int, last: datetime.date | None = None) -> People:
        stand_in = People(number, last)
        monkeypatch.setattr(dependents, "_registered", [stand_in])
        return stand_in

    return register


def test_dissolved_union_stays_in_the_registry(staff: Staff, firm):
    dissolve_union(union=firm, approval=APPROVED, user=staff.county, expected_version=1)
    stored = Union.objects.get(pk=firm.pk)
    assert (stored.status, stored.closed_on) == (UnionStatus.DISSOLVED, JULY)
    assert stored.closing_approval_no == "林工〔2026〕12号"
    assert Affiliation.objects.get(union=firm).valid_to == datetime.date(2026, 6, 30)
    assert UnionEmployer.objects.get(union=firm).valid_to == datetime.date(2026, 6, 30)
    change = Change.objects.get(model="townships.union", object_id=firm.pk, action="~")
    assert (change.reason, change.user) == ("企业注销", staff.county)


@pytest.mark.parametrize("missing", ["number", "approved_by", "reason"])
def test_without_approval_nothing_is_closed(firm, missing):
    values = {**APPROVED.__dict__, missing: " "}
    with pytest.raises(Refused):
        dissolve_union(union=firm, approval=Approval(**values), user=None)
    assert Union.objects.get(pk=firm.pk).is_open


@pytest.mark.parametrize(
    "day", [lambda: datetime.date(2020, 5, 3), lambda: timezone.localdate() + ONE_DAY]
)
def test_day_of_closing_lies_between_founding_and_today(firm, day):
    values = {**APPROVED.__dict__, "closed_on": day()}
    with pytest.raises(Refused) as refusal:
        dissolve_union(union=firm, approval=Approval(**values), user=None)
    assert list(refusal.value.message_dict) == ["closed_on"]


def closed_on(day: datetime.date) -> Approval:
    return Approval(**{**APPROVED.__dict__, "closed_on": day})


@pytest.fixture
def union_with_event(places, federation, township_union, own_union, employer):
    """Make a union in which something began or ended on 2026-07-01."""

    def member() -> Union:
        return own_union(places.linqi, "示例公司")

    def employer_left() -> Union:
        units = [employer(places.linqi, f"{name}店") for name in "甲乙"]
        union = Union(township=places.linqi, kind=UnionKind.JOINT, name="联合工会")
        save_union(union=union, employers=units, user=None)
        set_covered_employers(union=union, employers=units[:1], user=None, on=JULY + ONE_DAY)
        return union

    def superior_changed() -> Union:
        union = own_union(places.linqi, "示例公司")
        union.superior = township_union(places.linqi)
        save_union(union=union, user=None, effective_on=JULY)
        return union

    def subordinate_left() -> Union:
        union = township_union(places.linqi)
        below = own_union(places.linqi, "示例公司")
        below.superior = federation
        save_union(union=below, user=None, effective_on=JULY + ONE_DAY)
        return union

    makers = (member, employer_left, superior_changed, subordinate_left)
    return {maker.__name__: maker for maker in makers}


@pytest.mark.parametrize(
    "event", ["member", "employer_left", "superior_changed", "subordinate_left"]
)
def test_union_is_not_closed_before_the_last_event_in_it(union_with_event, people, event):
    """What began or ended in the union happened while it existed."""
    people(0, last=JULY if event == "member" else None)
    union = union_with_event[event]()
    with pytest.raises(Refused) as refusal:
        dissolve_union(union=union, approval=closed_on(JULY - ONE_DAY), user=None)
    assert list(refusal.value.message_dict) == ["closed_on"]
    assert JULY.isoformat() in refusal.value.messages[0]
    dissolve_union(union=union, approval=closed_on(JULY), user=None)


def test_database_refuses_a_closed_union_without_approval(firm):
    with pytest.raises(IntegrityError), transaction.atomic():
        Union.objects.filter(pk=firm.pk).update(status="dissolved")


def test_subordinates_keep_it_open(places, township_union, own_union):
    township = township_union(places.linqi)
    own_union(places.linqi, "示例公司")
    with pytest.raises(Refused) as refusal:
        dissolve_union(union=township, approval=APPROVED, user=None)
    assert "1 个下级工会" in refusal.value.messages[0]
    assert Union.objects.get(pk=township.pk).is_open


def test_members_keep_it_open(firm, people):
    people(231)
    with pytest.raises(Refused) as refusal:
        dissolve_union(union=firm, approval=APPROVED, user=None)
    assert "会员 231 人" in refusal.value.messages[0]


def test_county_federation_is_not_closed(federation):
    with pytest.raises(Refused):
        dissolve_union(union=federation, approval=APPROVED, user=None)


def test_second_clerk_is_refused(firm):
    firm.chair_name = "李丁"
    save_union(union=firm, user=None)
    with pytest.raises(Conflict):
        dissolve_union(union=firm, approval=APPROVED, user=None, expected_version=1)


def test_closed_union_is_not_changed_or_closed_again(firm):
    dissolve_union(union=firm, approval=APPROVED, user=None)
    firm.refresh_from_db()
    firm.status, firm.closed_on = UnionStatus.ACTIVE, None
    with pytest.raises(Refused):
        save_union(union=firm, user=None)
    with pytest.raises(Refused):
        dissolve_union(union=firm, approval=APPROVED, user=None)


def test_name_and_place_are_free_again(places, township_union):
    first = township_union(places.linqi)
    dissolve_union(union=first, approval=APPROVED, user=None)
    second = township_union(places.linqi)
    assert second.code != first.code


def test_closed_union_leads_nobody(places, township_union, own_union, firm):
    township = township_union(places.hejian)
    dissolve_union(union=township, approval=APPROVED, user=None)
    firm.superior = Union.objects.get(pk=township.pk)
    with pytest.raises(Refused) as refusal:
        save_union(union=firm, user=None)
    assert "superior" in refusal.value.message_dict


# --- merging --------------------------------------------------------------------------------------


def test_everything_goes_along(places, staff: Staff, township_union, own_union, people):
    stand_in = people(5)
    township = township_union(places.linqi)
    other = township_union(places.hejian)
    firm = own_union(places.linqi, "示例公司", founded_on=datetime.date(2022, 1, 1))
    merge_union(union=township, target=other, approval=APPROVED, user=staff.county)
    firm.refresh_from_db()
    assert firm.superior == other
    old, new = Affiliation.objects.filter(union=firm).order_by("valid_from")
    assert (old.superior, old.valid_to) == (township, datetime.date(2026, 6, 30))
    assert (new.superior, new.document_no) == (other, "林工〔2026〕12号")
    stored = Union.objects.get(pk=township.pk)
    assert (stored.status, stored.merged_into) == (UnionStatus.MERGED, other)
    assert stand_in.moved == [(township.name, other.name, JULY)]


def test_employers_go_along_into_a_joint_union(places, firm, employer):
    units = [employer(places.linqi, f"{name}公司") for name in "甲乙"]
    joint = save_union(
        union=Union(township=places.linqi, kind=UnionKind.JOINT, name="联合工会委员会"),
        employers=units,
        user=None,
    ).record
    merge_union(union=firm, target=joint, approval=APPROVED, user=None)
    covered = UnionEmployer.objects.filter(union=joint, valid_to__isnull=True)
    assert covered.count() == 3


def test_own_union_takes_no_second_employer(places, firm, own_union):
    other = own_union(places.linqi, "另一公司")
    with pytest.raises(Refused) as refusal:
        merge_union(union=firm, target=other, approval=APPROVED, user=None)
    assert list(refusal.value.message_dict) == ["target"]
    assert Union.objects.get(pk=firm.pk).is_open


def test_target_exists_on_the_day_of_the_merger(places, firm, township_union):
    first = township_union(places.linqi)
    second = township_union(places.hejian, founded_on=JULY)
    with pytest.raises(Refused) as refusal:
        merge_union(union=first, target=second, approval=closed_on(JULY - ONE_DAY), user=None)
    assert list(refusal.value.message_dict) == ["closed_on"]
    assert second.name in refusal.value.messages[0]
    merge_union(union=first, target=second, approval=closed_on(JULY), user=None)
    assert Union.objects.get(pk=first.pk).merged_into == second


def test_target_that_gains_employers_has_changed(places, firm, employer):
    units = [employer(places.linqi, f"{name}公司") for name in "甲乙"]
    joint = save_union(
        union=Union(township=places.linqi, kind=UnionKind.JOINT, name="联合工会委员会"),
        employers=units,
        user=None,
    ).record
    merge_union(union=firm, target=joint, approval=APPROVED, user=None)
    with pytest.raises(Conflict):
        save_union(union=joint, employers=units, user=None, expected_version=1)
    own = Change.objects.filter(model="townships.union", object_id=firm.pk, action="~")
    assert [list(change.fields) for change in own if "employers_ended" in change.fields] == []


@pytest.mark.parametrize("target", ["itself", "federation", "township", "other county"])
def test_unfit_targets(places, firm, federation, township_union, own_union, target):
    into = {
        "itself": lambda: firm,
        "federation": lambda: federation,
        "township": lambda: township_union(places.linqi),
        "other county": lambda: own_union(places.chengguan, "甲公司"),
    }[target]()
    with pytest.raises(Refused):
        merge_union(union=firm, target=into, approval=APPROVED, user=None)
    assert Union.objects.get(pk=firm.pk).is_open


# --- in the browser -------------------------------------------------------------------------------


def filled_in(union, **values) -> dict:
    known = {
        "how": "dissolve",
        "approval_no": "林工〔2026〕12号",
        "approved_by": "林州市总工会",
        "closed_on": "2026-07-01",
        "reason": "企业注销",
        "record_version": union.version,
    }
    return {**known, **values}


def test_county_staff_dissolves(staff: Staff, as_user, firm):
    client = as_user(staff.county)
    change = reverse("admin:townships_grassrootsunion_change", args=[firm.pk])
    assert close_url(firm) in client.get(change).content.decode()
    answer = client.post(close_url(firm), filled_in(firm), follow=True)
    text = answer.content.decode()
    assert "已撤销" in text
    assert "林工〔2026〕12号" in text
    assert 'name="_save"' not in text
    assert client.get(close_url(firm)).status_code == 404


def test_form_says_what_is_in_the_way(places, staff: Staff, as_user, township_union, own_union):
    township = township_union(places.linqi)
    own_union(places.linqi, "示例公司")
    address = reverse("admin:townships_townshipunion_close", args=[township.pk])
    answer = as_user(staff.county).post(address, filled_in(township))
    assert "1 个下级工会" in answer.content.decode()
    assert Union.objects.get(pk=township.pk).is_open


def test_form_merges(places, staff: Staff, as_user, firm, employer):
    units = [employer(places.linqi, f"{name}公司") for name in "甲乙"]
    joint = save_union(
        union=Union(township=places.linqi, kind=UnionKind.JOINT, name="联合工会委员会"),
        employers=units,
        user=None,
    ).record
    data = filled_in(firm, how="merge", target=joint.pk)
    assert as_user(staff.county).post(close_url(firm), data).status_code == 302
    assert Union.objects.get(pk=firm.pk).merged_into == joint


def test_merging_needs_a_target(staff: Staff, as_user, firm):
    answer = as_user(staff.county).post(close_url(firm), filled_in(firm, how="merge"))
    assert list(answer.context["form"].errors) == ["target"]


def test_target_outside_is_no_choice(places, staff: Staff, as_user, firm, own_union):
    stranger = own_union(places.chengguan, "甲公司")
    data = filled_in(firm, how="merge", target=stranger.pk)
    answer = as_user(staff.county).post(close_url(firm), data)
    assert list(answer.context["form"].errors) == ["target"]


def test_form_tells_of_another_clerk(staff: Staff, as_user, firm):
    data = filled_in(firm)
    firm.chair_name = "李丁"
    save_union(union=firm, user=staff.admin)
    answer = as_user(staff.county).post(close_url(firm), data)
    assert "李丁" in answer.content.decode()
    assert Union.objects.get(pk=firm.pk).is_open


@pytest.mark.parametrize("name", ["chair", "city", "auditor", "county2", "chair_beside"])
def test_nobody_else_finds_the_page(staff: Staff, as_user, firm, name):
    client = as_user(getattr(staff, name))
    assert client.get(close_url(firm)).status_code == 404
    assert client.post(close_url(firm), filled_in(firm)).status_code == 404
    assert Union.objects.get(pk=firm.pk).is_open
