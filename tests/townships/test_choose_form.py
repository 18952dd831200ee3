"""The form 总工会 over time: day of founding, approvals and what they are for, days to come."""

import datetime

import pytest
from django.utils import timezone

from history.models import Change
from tests.places import Places
from townships.choices import UnionForm, UnionKind
from townships.models import Union
from townships.services.unions import save_union
from unionreg.refusals import Refused

BEFORE_THE_RULE = datetime.date(2018, 3, 1)
UNDER_THE_RULE = datetime.date(2022, 3, 1)
ONE_DAY = datetime.timedelta(days=1)


def general(places: Places, **values) -> Union:
    known = {
        "kind": UnionKind.TOWNSHIP,
        "form": UnionForm.GENERAL,
        "township": places.linqi,
        "name": "临淇镇总工会",
    }
    return Union(**{**known, **values})


def approval(day: datetime.date) -> dict:
    return {
        "form_approval_no": "安工〔2022〕9号",
        "form_approved_on": day,
        "form_approved_by": "安阳市总工会",
    }


def fields_of(refusal) -> set[str]:
    return set(refusal.value.message_dict)


def told(saved) -> list[str]:
    return [notice.field for notice in saved.notices if notice.rule == "R-ORG-02"]


def become(union: Union, form: str, **values) -> Union:
    """Change the form of a stored union through the service."""
    stored = Union.objects.get(pk=union.pk)
    for name, value in {"form": form, **values}.items():
        setattr(stored, name, value)
    return save_union(union=stored, user=None).record


def days_ago(union: Union, days: int) -> None:
    """Let everything in the history of the union have happened so many days earlier."""
    for change in Change.objects.filter(model="townships.union", object_id=union.pk):
        change.at -= days * ONE_DAY
        change.save()


# --- founding -------------------------------------------------------------------------------------


def test_founded_before_the_rule_is_allowed_and_told_what_is_short_today(places, figures):
    figures(places.linqi, firm_count=99)
    saved = save_union(union=general(places, founded_on=BEFORE_THE_RULE), user=None)
    assert told(saved) == ["form"]


def test_founded_before_the_rule_and_large_enough_today_is_not_told(places, figures):
    figures(places.linqi)
    assert told(save_union(union=general(places, founded_on=BEFORE_THE_RULE), user=None)) == []


def test_founded_under_the_rule_without_its_conditions_is_refused(places, figures):
    figures(places.linqi, as_of=UNDER_THE_RULE, firm_count=99)
    with pytest.raises(Refused) as refusal:
        save_union(union=general(places, founded_on=UNDER_THE_RULE), user=None)
    assert fields_of(refusal) == {"form"}


@pytest.mark.parametrize(("firms", "allowed"), [(99, False), (None, False), (100, True)])
def test_founding_corrected_to_a_day_under_the_rule(places, figures, firms, allowed):
    figures(places.linqi, as_of=UNDER_THE_RULE, firm_count=firms)
    union = save_union(union=general(places, founded_on=BEFORE_THE_RULE), user=None).record
    if allowed:
        become(union, UnionForm.GENERAL, founded_on=UNDER_THE_RULE)
        return
    with pytest.raises(Refused) as refusal:
        become(union, UnionForm.GENERAL, founded_on=UNDER_THE_RULE)
    assert fields_of(refusal) == {"founded_on"}
    assert refusal.value.decision.on == UNDER_THE_RULE
    assert Union.objects.get(pk=union.pk).founded_on == BEFORE_THE_RULE


def test_approval_lifts_the_refusal_of_a_corrected_founding(places, figures):
    figures(places.linqi, as_of=UNDER_THE_RULE, firm_count=99)
    union = save_union(union=general(places, founded_on=BEFORE_THE_RULE), user=None).record
    become(union, UnionForm.GENERAL, founded_on=UNDER_THE_RULE, **approval(UNDER_THE_RULE))
    assert Union.objects.get(pk=union.pk).founded_on == UNDER_THE_RULE


def test_founding_of_what_became_a_general_union_later_may_be_corrected(
    places, figures, township_union
):
    figures(places.linqi)
    union = become(township_union(places.linqi), UnionForm.GENERAL)
    become(union, UnionForm.GENERAL, founded_on=UNDER_THE_RULE)
    assert Union.objects.get(pk=union.pk).founded_on == UNDER_THE_RULE


# --- approvals ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("late", "allowed"), [(0, True), (1, False)])
def test_approval_comes_before_the_founding(places, figures, late, allowed):
    figures(places.linqi, as_of=UNDER_THE_RULE, firm_count=99)
    given = approval(UNDER_THE_RULE + late * ONE_DAY)
    union = general(places, founded_on=UNDER_THE_RULE, **given)
    if allowed:
        save_union(union=union, user=None)
        return
    with pytest.raises(Refused) as refusal:
        save_union(union=union, user=None)
    assert fields_of(refusal) == {"form", "form_approved_on"}


def test_approval_to_come_lifts_nothing(places, figures, township_union):
    figures(places.linqi, firm_count=99)
    union = township_union(places.linqi)
    with pytest.raises(Refused) as refusal:
        become(union, UnionForm.GENERAL, **approval(datetime.date(2099, 1, 1)))
    assert fields_of(refusal) == {"form", "form_approved_on"}
    assert Union.objects.get(pk=union.pk).form == UnionForm.FEDERATION


@pytest.fixture
def given_up(places, figures, township_union) -> Union:
    """A 总工会 by an approval of 30 days ago that gave this form up 10 days ago."""
    figures(places.linqi, firm_count=99)
    union = become(
        township_union(places.linqi),
        UnionForm.GENERAL,
        **approval(timezone.localdate() - 30 * ONE_DAY),
    )
    days_ago(union, 10)
    union = become(union, UnionForm.FEDERATION)
    days_ago(union, 10)
    return union


def test_approval_is_for_one_change(given_up):
    with pytest.raises(Refused) as refusal:
        become(given_up, UnionForm.GENERAL)
    assert fields_of(refusal) == {"form", "form_approved_on"}
    assert Union.objects.get(pk=given_up.pk).form == UnionForm.FEDERATION


@pytest.mark.parametrize(("days", "allowed"), [(10, False), (9, True), (0, True)])
def test_new_approval_comes_after_the_form_was_given_up(given_up, days, allowed):
    given = approval(timezone.localdate() - days * ONE_DAY)
    if allowed:
        become(given_up, UnionForm.GENERAL, **given)
        return
    with pytest.raises(Refused):
        become(given_up, UnionForm.GENERAL, **given)


def test_slip_is_undone_on_the_same_day(places, figures, township_union):
    figures(places.linqi, firm_count=99)
    union = become(
        township_union(places.linqi),
        UnionForm.GENERAL,
        **approval(timezone.localdate() - 30 * ONE_DAY),
    )
    become(union, UnionForm.FEDERATION)
    become(union, UnionForm.GENERAL)
    assert Union.objects.get(pk=union.pk).form == UnionForm.GENERAL


# --- days to come ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "field", ["founded_on", "approved_on", "audit_committee_on", "women_committee_on"]
)
def test_what_is_recorded_has_happened(places, township_union, field):
    union = township_union(places.linqi)
    setattr(union, field, timezone.localdate())
    save_union(union=union, user=None)
    setattr(union, field, timezone.localdate() + ONE_DAY)
    with pytest.raises(Refused) as refusal:
        save_union(union=union, user=None)
    assert fields_of(refusal) == {field}
