"""Handing unions down: the old superior stays in history, the batch is all or nothing."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from history.models import Change
from tests.places import Places, Staff
from townships.choices import UnionForm, UnionKind
from townships.models import Affiliation, Handover, Union
from townships.services.affiliations import hand_over
from townships.services.unions import save_union
from unionreg.refusals import Refused

JULY = datetime.date(2026, 7, 1)
LIST = reverse("admin:townships_grassrootsunion_changelist")
PAGE = reverse("admin:townships_grassrootsunion_hand_over")


@pytest.fixture
def firms(places, federation, own_union) -> list[Union]:
    """Three unions of 临淇镇 that the county manages itself."""
    founded = datetime.date(2020, 5, 4)
    return [own_union(places.linqi, f"示例{n}公司", founded_on=founded) for n in range(3)]


@pytest.fixture
def township(places, firms, township_union) -> Union:
    return township_union(places.linqi)


def give(firms, township, **values):
    known = {
        "unions": firms,
        "new_superior": township,
        "document_no": "示例工〔2026〕7号",
        "effective_on": JULY,
        "user": None,
    }
    return hand_over(**{**known, **values})


def test_old_superior_stays_in_history(firms, federation, township):
    batch = give(firms, township)
    for union in firms:
        old, new = Affiliation.objects.filter(union=union).order_by("valid_from")
        assert (old.superior, old.valid_to) == (federation, datetime.date(2026, 6, 30))
        assert (new.superior, new.valid_from, new.valid_to) == (township, JULY, None)
        assert (new.handover, new.document_no) == (batch, "示例工〔2026〕7号")
        union.refresh_from_db()
        assert (union.superior, union.version) == (township, 2)


def test_history_of_every_union(staff: Staff, firms, township):
    give(firms, township, user=staff.county)
    for union in firms:
        change = Change.objects.get(model="townships.union", object_id=union.pk, action="~")
        assert list(change.fields) == ["superior"]
        assert (change.reason, change.user) == ("示例工〔2026〕7号", staff.county)


def test_number_of_statements_does_not_depend_on_number_of_unions(
    places, federation, own_union, township_union
):
    firms = [own_union(places.linqi, f"示例{n}公司") for n in range(9)]
    township = township_union(places.linqi)
    with CaptureQueriesContext(connection) as few:
        give(firms[:2], township)
    with CaptureQueriesContext(connection) as many:
        give(firms[2:], township)
    assert len(many) == len(few)


@pytest.mark.parametrize(
    "wrong",
    ["other township", "other county", "township union", "already there", "closed", "later"],
)
def test_one_unfit_union_stops_the_whole_batch(
    places, firms, township, own_union, township_union, wrong
):
    unfit = {
        "other township": lambda: own_union(places.hejian, "甲公司"),
        "other county": lambda: own_union(places.chengguan, "甲公司"),
        "township union": lambda: township_union(places.hejian),
        "already there": lambda: own_union(places.linqi, "甲公司"),
        "closed": lambda: closed(own_union(places.linqi, "甲公司")),
        "later": lambda: own_union(
            places.linqi, "甲公司", founded_on=JULY, superior=firms[0].superior
        ),
    }[wrong]()
    with pytest.raises(Refused) as refusal:
        give([*firms, unfit], township)
    if wrong != "other county":
        assert [text for text in refusal.value.messages if unfit.name in text]
    assert not Handover.objects.exists()
    assert not Union.objects.filter(pk__in=[u.pk for u in firms], superior=township).exists()


def closed(union: Union) -> Union:
    Union.objects.filter(pk=union.pk).update(
        status="dissolved", closed_on=JULY, closing_approval_no="x"
    )
    return union


def test_only_to_a_township_union(firms, federation, township):
    with pytest.raises(Refused):
        give(firms, federation)


def test_a_day_to_come_is_refused(firms, township):
    with pytest.raises(Refused):
        give(firms, township, effective_on=timezone.localdate() + datetime.timedelta(days=1))


def test_union_without_township_gets_that_of_its_new_superior(places, township):
    lonely = save_union(
        union=Union(county_code="410581", kind=UnionKind.FEDERATION, name="物流行业工会联合会"),
        user=None,
    ).record
    Affiliation.objects.filter(union=lonely).update(valid_from=datetime.date(2020, 1, 1))
    give([lonely], township)
    lonely.refresh_from_db()
    assert lonely.township == places.linqi


def test_a_work_committee_takes_no_unions(places, own_union, federation, township_union):
    """R-ORG-05, R-ORG-12: handing over to the county's own body would change nothing."""
    sent = township_union(
        places.hejian,
        form=UnionForm.WORK_COMMITTEE,
        name="合涧镇工会工作委员会",
        audit_committee_on=None,
        women_committee_on=None,
    )
    firm = own_union(places.hejian, "甲公司", superior=federation)
    with pytest.raises(Refused) as refusal:
        give([firm], sent)
    assert list(refusal.value.message_dict) == ["new_superior"]


def test_one_sentence_for_each_reason(places, firms, township, own_union):
    strangers = [own_union(places.hejian, f"甲{n}公司") for n in range(9)]
    twice = own_union(places.linqi, "乙公司")  # there already
    with pytest.raises(Refused) as refusal:
        give([*firms, *strangers, twice], township)
    assert len(refusal.value.messages) == 2


# --- in the browser -------------------------------------------------------------------------------


def choose(client, unions):
    data = {"action": "start_hand_over", "_selected_action": [union.pk for union in unions]}
    return client.post(LIST, data)


def filled_in(unions, township, **values) -> dict:
    known = {
        "unions": ",".join(str(union.pk) for union in unions),
        "new_superior": township.pk,
        "document_no": "示例工〔2026〕7号",
        "effective_on": "2026-07-01",
    }
    return {**known, **values}


def test_from_the_list_to_the_result(staff: Staff, as_user, firms, township):
    client = as_user(staff.county)
    page = choose(client, firms)
    text = page.content.decode()
    assert all(union.name in text for union in firms)
    assert page.context["form"]["new_superior"].value() == township.pk
    answer = client.post(PAGE, filled_in(firms, township), follow=True)
    text = answer.content.decode()
    assert "已把 3 家工会下放给临淇镇工会联合会（示例工〔2026〕7号）" in text
    assert all(union.name in text for union in firms)
    assert Handover.objects.get().affiliations.count() == 3


def test_unions_of_several_townships_are_parted_first(
    places, staff: Staff, as_user, firms, township, own_union, township_union
):
    """Nothing is filled in for a batch that would be refused."""
    beside = township_union(places.hejian)
    other = own_union(places.hejian, "甲公司", superior=firms[0].superior)
    lost = own_union(places.zhenlin, "乙公司")  # nobody there could lead it
    client = as_user(staff.county)
    page = choose(client, [*firms, other, lost])
    assert "form" not in page.context
    groups = {group.place: group for group in page.context["groups"]}
    assert groups[places.linqi].taker == township
    assert groups[places.hejian].taker == beside
    assert not groups[places.zhenlin].ready
    assert groups[places.linqi].unions == firms
    part = {"unions": groups[places.linqi].ids, "begin": "1"}
    page = client.post(PAGE, part)
    assert page.context["form"]["new_superior"].value() == township.pk
    assert not page.context["form"].is_bound
    assert list(page.context["form"].fields["new_superior"].queryset) == [township]


def test_union_in_no_township_goes_along(places, staff: Staff, as_user, firms, township):
    lonely = save_union(
        union=Union(county_code="410581", kind=UnionKind.FEDERATION, name="物流行业工会联合会"),
        user=None,
    ).record
    client = as_user(staff.county)
    page = choose(client, [*firms, lonely])
    assert page.context["form"]["new_superior"].value() == township.pk
    alone = choose(client, [lonely])
    assert list(alone.context["form"].fields["new_superior"].queryset) == [township]
    assert alone.context["form"]["new_superior"].value() is None


def test_without_a_union_in_the_township_there_is_no_form(places, staff: Staff, as_user, firms):
    page = choose(as_user(staff.county), firms)
    assert "form" not in page.context
    assert f"/admin/townships/townshipunion/add/?township={places.linqi.pk}" in (
        page.content.decode()
    )


def test_refused_batch_shows_why_and_keeps_the_input(
    places, staff: Staff, as_user, firms, township, own_union
):
    other = own_union(places.hejian, "甲公司")
    answer = as_user(staff.county).post(PAGE, filled_in([*firms, other], township))
    text = answer.content.decode()
    assert "甲公司工会委员会和临淇镇工会联合会不在同一个乡镇" in text
    assert 'value="示例工〔2026〕7号"' in text
    assert not Handover.objects.exists()


@pytest.mark.parametrize("field", ["document_no", "effective_on", "new_superior"])
def test_everything_is_asked_for(staff: Staff, as_user, firms, township, field):
    answer = as_user(staff.county).post(PAGE, filled_in(firms, township, **{field: ""}))
    assert field in answer.context["form"].errors
    assert not Handover.objects.exists()


@pytest.mark.parametrize("name", ["chair", "city", "province", "auditor"])
def test_reader_has_no_action(staff: Staff, as_user, firms, township, name):
    client = as_user(getattr(staff, name))
    assert "start_hand_over" not in client.get(LIST).content.decode()
    choose(client, firms)
    assert client.post(PAGE, filled_in(firms, township)).status_code == 404
    assert not Handover.objects.exists()


def test_outsider_cannot_touch_them(staff: Staff, as_user, firms, township):
    client = as_user(staff.county2)
    assert client.post(PAGE, filled_in(firms, township)).status_code != 302
    assert not Handover.objects.exists()


def test_union_outside_is_not_found(
    places: Places, staff: Staff, as_user, firms, township, own_union
):
    stranger = own_union(places.chengguan, "甲公司")
    data = filled_in([*firms, stranger], township)
    assert as_user(staff.county).post(PAGE, data).status_code == 404
    assert not Handover.objects.exists()


@pytest.mark.parametrize("ids", ["", "x", "1,", "9" * 30])
def test_made_up_ids_are_no_error(staff: Staff, as_user, township, ids):
    answer = as_user(staff.county).post(PAGE, {**filled_in([], township), "unions": ids})
    assert answer.status_code in (302, 404)
