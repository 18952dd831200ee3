"""What the documents ask of a union record: refused or told, with the clause in force there."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from tests.places import Places
from townships.choices import UnionForm, UnionKind, UnionStatus
from townships.models import Union
from townships.services.unions import ensure_county_union, save_union
from unionreg.refusals import Refused


def new_union(places: Places, **values) -> Union:
    known = {
        "kind": UnionKind.TOWNSHIP,
        "form": UnionForm.FEDERATION,
        "township": places.linqi,
        "name": "临淇镇工会联合会",
    }
    return Union(**{**known, **values})


def rules_of(refusal) -> dict[str, list[str]]:
    return refusal.value.message_dict


def notices(saved) -> set[str]:
    return {notice.rule for notice in saved.notices}


def test_work_committee_beside_township_union_is_refused(places, township_union):
    township_union(places.linqi)
    second = new_union(places, form=UnionForm.WORK_COMMITTEE, name="临淇镇工会工作委员会")
    with pytest.raises(Refused) as refusal:
        save_union(union=second, user=None)
    assert "总工办发〔2019〕24号 三" in rules_of(refusal)["township"][0]


def test_work_committee_is_no_legal_person(places, policy):
    union = new_union(
        places,
        form=UnionForm.WORK_COMMITTEE,
        name="临淇镇工会工作委员会",
        is_legal_person=True,
        certificate_no="豫字第1号",
    )
    with pytest.raises(Refused) as refusal:
        save_union(union=union, user=None)
    assert set(rules_of(refusal)) == {"is_legal_person", "certificate_no"}


@pytest.mark.parametrize(
    ("audit", "women", "expected"),
    [
        (None, None, True),
        (datetime.date(2021, 7, 16), None, True),
        (datetime.date(2021, 7, 16), datetime.date(2021, 7, 17), True),
        (datetime.date(2021, 7, 16), datetime.date(2021, 7, 16), False),
    ],
)
def test_committees_are_founded_with_the_union(places, policy, audit, women, expected):
    saved = save_union(
        union=new_union(
            places,
            founded_on=datetime.date(2021, 7, 16),
            audit_committee_on=audit,
            women_committee_on=women,
        ),
        user=None,
    )
    assert ("R-ORG-06" in notices(saved)) is expected


def test_superior_of_another_county_is_refused(places, policy):
    stranger = ensure_county_union(county=places.tangyin)
    with pytest.raises(Refused) as refusal:
        save_union(union=new_union(places, superior=stranger), user=None)
    assert list(rules_of(refusal)) == ["superior"]


def test_circle_is_refused(places, township_union, policy):
    village = Union(township=places.linqi, kind=UnionKind.VILLAGE, name="白泉村工会委员会")
    township = township_union(places.linqi)
    village = save_union(union=village, user=None).record
    below = save_union(
        union=Union(
            township=places.linqi,
            kind=UnionKind.FEDERATION,
            name="白泉村工会联合会",
            superior=village,
        ),
        user=None,
    ).record
    village.superior = below
    with pytest.raises(Refused) as refusal:
        save_union(union=village, user=None)
    assert any("白泉村工会联合会" in text for text in rules_of(refusal)["superior"])
    assert village.pk is not None
    assert Union.objects.get(pk=village.pk).superior == township


@pytest.mark.parametrize(
    ("kind", "superior_kind", "allowed"),
    [
        (UnionKind.VILLAGE, UnionKind.TOWNSHIP, True),
        (UnionKind.VILLAGE, UnionKind.COUNTY, False),
        (UnionKind.FEDERATION, UnionKind.TOWNSHIP, True),
        (UnionKind.FEDERATION, UnionKind.COUNTY, True),
    ],
)
def test_tiers(places, federation, township_union, kind, superior_kind, allowed):
    township = township_union(places.linqi)
    superior = township if superior_kind == UnionKind.TOWNSHIP else federation
    union = Union(township=places.linqi, kind=kind, name="白泉村工会联合会", superior=superior)
    if allowed:
        assert save_union(union=union, user=None).record.superior == superior
        return
    with pytest.raises(Refused) as refusal:
        save_union(union=union, user=None)
    assert "总工发〔2016〕28号 一.2" in rules_of(refusal)["superior"][0]


def test_office_union_as_superior_is_refused_in_anyang_only(places, policy, employer):
    office = save_union(
        union=Union(township=places.linqi, kind=UnionKind.OFFICE, name="临淇镇机关工会委员会"),
        employers=[employer(places.linqi, "临淇镇人民政府")],
        user=None,
    ).record
    below = Union(township=places.linqi, kind=UnionKind.VILLAGE, name="白泉村工会", superior=office)
    with pytest.raises(Refused) as refusal:
        save_union(union=below, user=None)
    assert "安工办〔2020〕7号 一" in rules_of(refusal)["superior"][0]

    elsewhere = save_union(
        union=Union(
            township=places.keqiao_street, kind=UnionKind.OFFICE, name="柯桥街道机关工会委员会"
        ),
        employers=[employer(places.keqiao_street, "柯桥街道办事处")],
        user=None,
    ).record
    saved = save_union(
        union=Union(
            township=places.keqiao_street,
            kind=UnionKind.VILLAGE,
            name="某社区工会",
            superior=elsewhere,
        ),
        user=None,
    )
    warning = next(notice for notice in saved.notices if notice.rule == "R-ORG-10")
    assert "安工办" not in warning.message


def test_office_union_as_township_union_is_refused_in_anyang(places, policy):
    with pytest.raises(Refused) as refusal:
        save_union(union=new_union(places, name="临淇镇机关工会联合会"), user=None)
    assert "安工办〔2020〕7号 一" in rules_of(refusal)["name"][0]


def test_township_union_without_unions_is_told(places, township_union, own_union):
    union = township_union(places.linqi)
    union.chair_name = "李丁"
    assert "R-ORG-11" in notices(save_union(union=union, user=None))
    own_union(places.linqi, "甲公司")
    union.chair_name = "王辛"
    assert "R-ORG-11" not in notices(save_union(union=union, user=None))


def test_name_that_differs_from_the_form_is_told(places, policy):
    saved = save_union(union=new_union(places, name="临淇镇总工会"), user=None)
    assert "R-NAM-05" in notices(saved)
    other = new_union(places, township=places.hejian, name="合涧镇工会联合会")
    assert "R-NAM-05" not in notices(save_union(union=other, user=None))


def test_subtype_belongs_to_joint_unions(places, policy):
    union = Union(
        township=places.linqi, kind=UnionKind.VILLAGE, name="白泉村工会", subtype="market"
    )
    with pytest.raises(Refused) as refusal:
        save_union(union=union, user=None)
    assert "subtype" in rules_of(refusal)


@pytest.mark.parametrize(("number", "allowed"), [(0, False), (1, False), (2, True), (3, True)])
def test_joint_union_needs_two_employers(places, employer, number, allowed):
    units = [employer(places.linqi, f"示例{n}公司") for n in range(number)]
    union = Union(township=places.linqi, kind=UnionKind.JOINT, name="临淇镇商圈联合工会委员会")
    if allowed:
        assert save_union(union=union, employers=units, user=None).record.covered.count() == number
        return
    with pytest.raises(Refused) as refusal:
        save_union(union=union, employers=units, user=None)
    assert list(rules_of(refusal)) == ["employers"]


def test_the_same_employer_twice_is_one(places, employer):
    unit = employer(places.linqi, "示例公司")
    union = Union(township=places.linqi, kind=UnionKind.JOINT, name="临淇镇商圈联合工会委员会")
    with pytest.raises(Refused):
        save_union(union=union, employers=[unit, unit], user=None)


@pytest.mark.parametrize(("number", "allowed"), [(0, False), (1, True), (2, False)])
def test_own_union_has_one_employer(places, employer, number, allowed):
    units = [employer(places.linqi, f"示例{n}公司") for n in range(number)]
    union = Union(township=places.linqi, kind=UnionKind.OWN, name="示例公司工会委员会")
    if allowed:
        save_union(union=union, employers=units, user=None)
        return
    with pytest.raises(Refused):
        save_union(union=union, employers=units, user=None)


def test_union_being_prepared_may_be_incomplete(places, policy):
    union = Union(
        township=places.linqi,
        kind=UnionKind.JOINT,
        name="临淇镇商圈联合工会委员会",
        status=UnionStatus.PREPARING,
    )
    saved = save_union(union=union, employers=[], user=None).record
    saved.status = UnionStatus.ACTIVE
    with pytest.raises(Refused):
        save_union(union=saved, user=None)


def test_kind_stays_what_it_is(places, township_union):
    union = township_union(places.linqi)
    union.kind, union.form = UnionKind.VILLAGE, ""
    with pytest.raises(Refused) as refusal:
        save_union(union=union, user=None)
    assert "kind" in rules_of(refusal)


def test_closing_needs_its_own_page(places, township_union):
    union = township_union(places.linqi)
    union.status = UnionStatus.DISSOLVED
    with pytest.raises(Refused):
        save_union(union=union, user=None)


def test_name_is_unique_among_open_unions_of_the_county(places, township_union, policy):
    township_union(places.linqi)
    with pytest.raises(ValidationError):
        save_union(
            union=new_union(places, township=places.hejian, name="临淇镇工会联合会"), user=None
        )


def test_township_of_another_county_is_refused(places, township_union):
    union = township_union(places.linqi)
    union.township = places.chengguan
    with pytest.raises(Refused) as refusal:
        save_union(union=union, user=None)
    assert "township" in rules_of(refusal)
