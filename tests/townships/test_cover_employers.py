"""Who covers whom: two clerks, employers outside one's places, taking over, days, history."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from history.selectors import changes_of
from tests.places import Places, Staff
from townships.choices import UnionKind, UnionStatus
from townships.models import Employer, Union, UnionEmployer
from townships.services.coverage import set_covered_employers
from townships.services.unions import save_union
from unionreg.county import Conflict
from unionreg.refusals import Refused

MAY = datetime.date(2026, 5, 1)
JULY = datetime.date(2026, 7, 1)
ONE_DAY = datetime.timedelta(days=1)
ADD = reverse("admin:townships_grassrootsunion_add")


def change_url(union) -> str:
    return reverse("admin:townships_grassrootsunion_change", args=[union.pk])


def covered(union) -> set[str]:
    rows = UnionEmployer.objects.filter(union=union, valid_to=None)
    return set(rows.values_list("employer__name", flat=True))


def periods(employer) -> list[tuple[str, str | None, str | None]]:
    """Union, first and last day of all coverage of an employer, by first day."""
    rows = UnionEmployer.objects.filter(employer=employer).order_by("valid_from", "pk")
    return [
        (row.union.name, *(day and day.isoformat() for day in (row.valid_from, row.valid_to)))
        for row in rows.select_related("union")
    ]


def covered_ids(union) -> list[int]:
    return list(union.covered.filter(valid_to=None).values_list("employer", flat=True))


def form_data(union: Union, employers: list[Employer], **values) -> dict:
    """What the browser sends when these employers are chosen in the form as it is now."""
    known = {
        "record_version": union.version,
        "name": union.name,
        "kind": union.kind,
        "status": union.status,
        "township": union.township_id,
        "superior": union.superior_id,
        "is_legal_person": "unknown",
        "employers": [employer.pk for employer in employers],
        "employers_shown": ",".join(str(pk) for pk in covered_ids(union)),
        **{
            f"{name}-{kind}_FORMS": "0"
            for name in ("affiliations", "covered")
            for kind in ("TOTAL", "INITIAL")
        },
    }
    return {**known, **values}


def errors(answer) -> dict:
    return answer.context["adminform"].form.errors


@pytest.fixture
def joint_union(policy):
    """Save a joint union of these employers."""

    def make(township, employers, name="振林街道商圈联合工会委员会", **values) -> Union:
        union = Union(township=township, kind=UnionKind.JOINT, name=name, **values)
        return save_union(union=union, employers=employers, user=None).record

    return make


@pytest.fixture
def shops(places, employer) -> list[Employer]:
    """甲店, 乙店 and 丙店 in 临淇镇."""
    return [employer(places.linqi, f"{name}店") for name in "甲乙丙"]


@pytest.fixture
def joint(places, shops, joint_union) -> Union:
    """A joint union of 甲店 and 乙店 in 临淇镇, since May."""
    return joint_union(places.linqi, shops[:2], founded_on=MAY)


# --- two clerks -----------------------------------------------------------------------------------


def test_stale_form_does_not_end_what_another_clerk_added(staff: Staff, as_user, joint, shops):
    stale = form_data(joint, shops[:2], phone="0372-6812345")
    as_user(staff.county).post(change_url(joint), form_data(joint, shops))
    answer = as_user(staff.chair).post(change_url(joint), stale)
    assert answer.context["adminform"].form.is_conflict
    assert covered(joint) == {"甲店", "乙店", "丙店"}


def test_saving_again_after_a_conflict_keeps_the_changes_of_both(
    staff: Staff, as_user, employer, places, joint_union
):
    """The other clerk added 丙 and took 甲 out; this one added 丁 and took 乙 out."""
    units = {name: employer(places.linqi, f"{name}店") for name in "甲乙丙丁戊"}
    joint = joint_union(places.linqi, [units[name] for name in "甲乙戊"])
    mine = form_data(joint, [units[name] for name in "甲戊丁"])
    theirs = form_data(joint, [units[name] for name in "乙戊丙"])
    as_user(staff.chair).post(change_url(joint), theirs)
    form = as_user(staff.county).post(change_url(joint), mine).context["adminform"].form
    again = {
        **mine,
        "record_version": form["record_version"].value(),
        "employers": form["employers"].value(),
        "employers_shown": form["employers_shown"].value(),
    }
    answer = as_user(staff.county).post(change_url(joint), again)
    assert answer.status_code == 302, errors(answer)
    assert covered(joint) == {"丙店", "丁店", "戊店"}


def test_chair_saves_again_after_a_conflict(places, staff: Staff, as_user, wide):
    """What he cannot see is neither lost nor sent back as a choice of his."""
    mine = form_data(wide, list(Employer.objects.filter(township=places.linqi)), phone="1")
    as_user(staff.county).post(
        change_url(wide), form_data(wide, list(Employer.objects.all()), address="东街")
    )
    form = as_user(staff.chair).post(change_url(wide), mine).context["adminform"].form
    again = {**mine, "record_version": form["record_version"].value()}
    again |= {"address": "东街", "employers": form["employers"].value()}
    answer = as_user(staff.chair).post(change_url(wide), again)
    assert answer.status_code == 302, errors(answer)
    assert len(covered(wide)) == 3


def test_stale_form_does_not_cover_again_what_another_clerk_ended(places, staff, joint, shops):
    mine = Union.objects.get(pk=joint.pk)
    set_covered_employers(union=joint, employers=shops[1:], user=None, on=JULY)
    with pytest.raises(Conflict):
        save_union(union=mine, employers=shops[:2], user=staff.county, expected_version=1)
    assert covered(joint) == {"乙店", "丙店"}


def test_change_of_coverage_is_a_change_of_the_union(staff: Staff, joint, shops):
    save_union(
        union=joint, employers=shops[1:], user=staff.county, effective_on=JULY, reason="搬迁"
    )
    change = changes_of(joint).first()
    assert change.fields == {"employers_ended": ["甲店", None], "employers_added": [None, "丙店"]}
    assert (change.user, change.reason) == (staff.county, "搬迁")
    stored = Union.objects.get(pk=joint.pk)
    assert (stored.version, joint.version, stored.updated_by) == (2, 2, staff.county)


def test_union_that_loses_an_employer_has_changed_too(places, staff, joint, shops, joint_union):
    save_union(union=joint, employers=shops, user=None)
    version = Union.objects.get(pk=joint.pk).version
    union = Union(township=places.linqi, kind=UnionKind.OWN, name="丙店工会委员会")
    save_union(union=union, employers=shops[2:], user=staff.county, move_employers=True)
    assert Union.objects.get(pk=joint.pk).version == version + 1
    assert changes_of(joint).first().fields == {"employers_ended": ["丙店", None]}
    assert (union.version, changes_of(union).count()) == (1, 1)
    with pytest.raises(Conflict):
        save_union(union=joint, employers=shops, user=None, expected_version=version)


def test_same_employers_change_nothing(joint, shops):
    save_union(union=joint, employers=shops[:2], user=None, expected_version=1)
    assert (Union.objects.get(pk=joint.pk).version, changes_of(joint).count()) == (1, 1)


# --- employers outside the user's places ----------------------------------------------------------


@pytest.fixture
def wide(places, employer, joint_union) -> Union:
    """A joint union in 临淇镇 with two employers there and one in 合涧镇."""
    units = [employer(places.linqi, f"{name}厂") for name in "子丑"]
    units.append(employer(places.hejian, "寅<b>厂"))
    return joint_union(places.linqi, units, name="临淇镇联合工会委员会")


def test_chair_keeps_employers_that_he_cannot_see(places: Places, staff: Staff, as_user, wide):
    form = as_user(staff.chair).get(change_url(wide)).context["adminform"].form
    shown = list(Employer.objects.filter(pk__in=form["employers"].value()))
    assert {unit.name for unit in shown} == {"子厂", "丑厂"}
    assert "寅&lt;b&gt;厂" in form.fields["employers"].help_text
    data = form_data(wide, shown, phone="0372-6812345")
    answer = as_user(staff.chair).post(change_url(wide), data)
    assert answer.status_code == 302, errors(answer)
    assert Union.objects.get(pk=wide.pk).phone == "0372-6812345"
    assert covered(wide) == {"子厂", "丑厂", "寅<b>厂"}
    assert Union.objects.get(pk=wide.pk).version == 2


def test_hidden_employers_count_as_units(places, staff: Staff, as_user, wide):
    unit = Employer.objects.get(name="子厂")
    answer = as_user(staff.chair).post(change_url(wide), form_data(wide, [unit]))
    assert answer.status_code == 302, errors(answer)
    assert covered(wide) == {"子厂", "寅<b>厂"}


def test_county_staff_sees_and_ends_all_of_them(places, staff: Staff, as_user, wide):
    form = as_user(staff.county).get(change_url(wide)).context["adminform"].form
    assert len(form["employers"].value()) == 3
    units = list(Employer.objects.filter(township=places.linqi))
    as_user(staff.county).post(change_url(wide), form_data(wide, units))
    assert covered(wide) == {"子厂", "丑厂"}


# --- taking over ----------------------------------------------------------------------------------


def new_own(places, unit, **values) -> dict:
    known = {"name": f"{unit.name}工会委员会", "kind": "own", "township": places.linqi.pk}
    return {
        **known,
        "status": "active",
        "is_legal_person": "unknown",
        "employers": unit.pk,
        **values,
    }


def test_employer_is_taken_over_only_when_asked(places, staff: Staff, as_user, joint, shops):
    save_union(union=joint, employers=shops, user=None)
    client = as_user(staff.county)
    answer = client.post(ADD, new_own(places, shops[1]))
    assert joint.name in errors(answer)["employers"][0]
    answer = client.post(ADD, new_own(places, shops[1], move_employers="on"))
    assert answer.status_code == 302, errors(answer)
    assert covered(joint) == {"甲店", "丙店"}
    assert covered(Union.objects.get(name="乙店工会委员会")) == {"乙店"}


def test_joint_union_keeps_two_employers(places, staff: Staff, as_user, joint, shops):
    data = new_own(places, shops[1], move_employers="on")
    answer = as_user(staff.county).post(ADD, data)
    assert list(errors(answer)) == ["employers"]
    assert joint.name in errors(answer)["employers"][0]
    assert covered(joint) == {"甲店", "乙店"}
    assert not Union.objects.filter(name=data["name"]).exists()


def test_own_union_keeps_its_employer(places, staff: Staff, own_union):
    firm = own_union(places.linqi, "示例公司")
    unit = firm.covered.get().employer
    union = Union(township=places.linqi, kind=UnionKind.OWN, name="新工会委员会")
    with pytest.raises(Refused) as refusal:
        save_union(union=union, employers=[unit], user=staff.county, move_employers=True)
    assert list(refusal.value.message_dict) == ["employers"]
    assert covered(firm) == {"示例公司"}


def test_union_being_prepared_may_give_up_its_employers(places, employer, joint_union):
    units = [employer(places.linqi, f"{n}号店") for n in range(2)]
    preparing = joint_union(places.linqi, units, status=UnionStatus.PREPARING)
    union = Union(township=places.linqi, kind=UnionKind.OWN, name="0号店工会委员会")
    save_union(union=union, employers=units[:1], user=None, move_employers=True)
    assert covered(preparing) == {"1号店"}


@pytest.mark.parametrize("ticked", ["", "on"])
def test_nobody_takes_from_a_union_outside_or_learns_its_name(
    places, staff: Staff, as_user, shops, employer, joint_union, ticked
):
    outside = joint_union(
        places.hejian,
        [shops[0], *(employer(places.hejian, f"合涧{n}店") for n in range(3))],
        name="合涧镇联合工会委员会",
    )
    assert as_user(staff.chair).get(change_url(outside)).status_code == 404
    data = new_own(places, shops[0], move_employers=ticked)
    answer = as_user(staff.chair).post(ADD, data)
    assert "甲店" in errors(answer)["employers"][0]
    assert outside.name not in answer.content.decode()
    assert "甲店" in covered(outside)
    assert Union.objects.get(pk=outside.pk).version == 1
    answer = as_user(staff.county).post(ADD, {**data, "move_employers": "on"})
    assert answer.status_code == 302, errors(answer)


def test_first_day_of_a_takeover_can_be_given_when_founding(
    places, staff: Staff, as_user, joint, shops
):
    assert 'name="effective_on"' in as_user(staff.county).get(ADD).content.decode()
    save_union(union=joint, employers=shops, user=None, effective_on=MAY)
    data = new_own(
        places, shops[2], move_employers="on", founded_on="2026-04-01", effective_on="2026-07-01"
    )
    answer = as_user(staff.county).post(ADD, data)
    assert answer.status_code == 302, errors(answer)
    assert periods(shops[2])[-1] == ("丙店工会委员会", "2026-07-01", None)


# --- days -----------------------------------------------------------------------------------------


def take(joint, shops, places, on) -> Union:
    """An own union takes 乙店 over from a joint union of three."""
    union = Union(township=places.linqi, kind=UnionKind.OWN, name="乙店工会委员会")
    return save_union(
        union=union, employers=[shops[1]], user=None, move_employers=True, effective_on=on
    ).record


@pytest.fixture
def three(joint, shops) -> Union:
    """The joint union with 丙店 as well."""
    return save_union(union=joint, employers=shops, user=None, effective_on=JULY).record


def test_coverage_ends_the_day_before(places, three, shops):
    take(three, shops, places, JULY)
    assert periods(shops[1]) == [
        (three.name, "2026-05-01", "2026-06-30"),
        ("乙店工会委员会", "2026-07-01", None),
    ]


def test_takeover_before_the_coverage_began_is_refused(places, three, shops):
    with pytest.raises(Refused) as refusal:
        take(three, shops, places, MAY - ONE_DAY)
    assert list(refusal.value.message_dict) == ["effective_on"]
    assert "2026-05-01" in refusal.value.messages[0]
    assert periods(shops[1]) == [(three.name, "2026-05-01", None)]


def test_takeover_on_the_first_day_is_a_correction(places, three, shops):
    take(three, shops, places, MAY)
    assert periods(shops[1]) == [("乙店工会委员会", "2026-05-01", None)]
    assert covered(three) == {"甲店", "丙店"}


def test_end_before_the_beginning_is_refused(three, shops):
    with pytest.raises(Refused) as refusal:
        set_covered_employers(union=three, employers=shops[:2], user=None, on=JULY - ONE_DAY)
    assert list(refusal.value.message_dict) == ["effective_on"]
    assert periods(shops[2]) == [(three.name, "2026-07-01", None)]


def test_new_coverage_does_not_reach_into_an_ended_one(places, three, shops):
    set_covered_employers(union=three, employers=shops[::2], user=None, on=JULY)
    with pytest.raises(Refused) as refusal:
        take(three, shops, places, JULY - ONE_DAY)
    assert "2026-06-30" in refusal.value.messages[0]
    take(three, shops, places, JULY)
    assert [row[1:] for row in periods(shops[1])] == [
        ("2026-05-01", "2026-06-30"),
        ("2026-07-01", None),
    ]


def test_mistake_of_one_day_is_mended_on_the_same_day(three, shops):
    set_covered_employers(union=three, employers=shops[:2], user=None, on=JULY)
    assert periods(shops[2]) == [(three.name, "2026-07-01", "2026-07-01")]
    set_covered_employers(union=three, employers=shops, user=None, on=JULY)
    assert periods(shops[2]) == [(three.name, "2026-07-01", None)]


def test_takeover_without_a_day_is_of_today(places, three, shops):
    take(three, shops, places, None)
    today = timezone.localdate()
    assert periods(shops[1])[0][2] == (today - ONE_DAY).isoformat()
    assert periods(shops[1])[1][1] == today.isoformat()


# --- back to preparing ----------------------------------------------------------------------------


def test_founded_union_is_not_prepared_again(joint, shops):
    joint.status = UnionStatus.PREPARING
    with pytest.raises(Refused) as refusal:
        save_union(union=joint, employers=[], user=None)
    assert list(refusal.value.message_dict) == ["status"]
    assert covered(joint) == {"甲店", "乙店"}
