"""Saving a union: code, keys, superior, affiliation, history, and what the rules say."""

import datetime

import pytest
from django.utils import timezone

from history.selectors import changes_of, labelled
from tests.places import Places, Staff
from townships.choices import UnionForm, UnionKind
from townships.models import Affiliation, Union, UnionKey
from townships.services.unions import ensure_county_union, save_union
from unionreg.county import Conflict
from unionreg.refusals import Refused

JULY = datetime.date(2026, 7, 1)
UNION_CODE = "81410581MC0000000X"


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


def test_code_is_township_and_number(places, policy, township_union, own_union):
    first = township_union(places.linqi)
    second = own_union(places.linqi, "示例机械有限公司")
    elsewhere = township_union(places.hejian)
    assert (first.code, second.code) == ("4105811010001", "4105811010002")
    assert elsewhere.code == "4105811000001"
    assert UnionKey.objects.get(pk=first.code).union_id == first.pk


def test_code_without_township_begins_with_the_county(federation):
    assert federation.code == "4105810000001"


def test_code_is_never_used_again(places, policy, own_union):
    Union.objects.filter(pk=own_union(places.linqi, "甲公司").pk).update(code="x")
    assert own_union(places.linqi, "乙公司").code == "4105811010002"


def test_code_of_renumbered_county_begins_with_todays_code(places, policy):
    union = ensure_county_union(county=places.haimen)
    assert union.county_code == "320684"
    assert union.code == "3206140000001"
    assert union.name == "海门区总工会"


def test_county_union_is_made_once(places, policy, federation):
    assert ensure_county_union(county=places.linzhou).pk == federation.pk
    assert Union.objects.in_county("410581").filter(kind=UnionKind.COUNTY).count() == 1


def test_county_union_needs_a_county(places, policy):
    with pytest.raises(Refused):
        ensure_county_union(county=places.linqi)


def test_superior_of_a_new_union_is_the_next_above(places, township_union, own_union):
    lonely = own_union(places.hejian, "甲公司")
    township = township_union(places.linqi)
    below = own_union(places.linqi, "乙公司")
    assert township.superior.kind == UnionKind.COUNTY
    assert lonely.superior == township.superior
    assert below.superior == township


def test_pinyin_finds_full_and_initials(places, township_union):
    union = township_union(places.linqi)
    assert union.pinyin.startswith("lin0临qi0淇zhen0镇gong0工")
    assert union.pinyin.endswith(" linqizhengonghuilianhehui lqzghlhh")


def test_credit_code_is_claimed_in_the_whole_country(places, policy, monkeypatch):
    code = valid_code("81410581MJ000001")
    first = save_union(union=new_union(places, credit_code=code), user=None).record
    beside = new_union(places, township=places.chengguan, name="城关镇工会联合会", credit_code=code)
    with pytest.raises(Refused) as refusal:
        save_union(union=beside, user=None)
    assert "credit_code" in rules_of(refusal)
    assert UnionKey.objects.get(pk=code).union_id == first.pk
    first.credit_code = ""
    save_union(union=first, user=None)
    assert not UnionKey.objects.filter(pk=code).exists()


def valid_code(start: str) -> str:
    """The code with the check character that makes it right."""
    from townships.credit_code import check_credit_code

    for end in "0123456789ABCDEFGHJKLMNPQRTUWXY":
        for middle in "0123456789ABCDEFGHJKLMNPQRTUWXY":
            code = f"{start}{middle}{end}"
            if not check_credit_code(code).errors:
                return code
    raise AssertionError(start)


def test_changed_superior_keeps_the_old_one_in_history(places, township_union, own_union):
    union = own_union(places.linqi, "甲公司", founded_on=datetime.date(2020, 5, 4))
    old = union.superior
    township = township_union(places.linqi)
    union.superior = township
    save_union(union=union, user=None, effective_on=JULY, document_no="示例工〔2026〕7号")
    first, second = Affiliation.objects.filter(union=union).order_by("valid_from")
    assert (first.superior, first.valid_from, first.valid_to) == (
        old,
        datetime.date(2020, 5, 4),
        datetime.date(2026, 6, 30),
    )
    assert (second.superior, second.valid_from, second.valid_to) == (township, JULY, None)
    assert second.document_no == "示例工〔2026〕7号"


def test_superior_changed_before_it_began_is_refused(places, township_union, own_union):
    union = own_union(places.linqi, "甲公司", founded_on=datetime.date(2026, 8, 1))
    union.superior = township_union(places.linqi)
    with pytest.raises(Refused) as refusal:
        save_union(union=union, user=None, effective_on=JULY)
    assert list(rules_of(refusal)) == ["effective_on"]
    assert Affiliation.objects.filter(union=union).count() == 1


def test_day_to_come_is_refused(places, policy):
    with pytest.raises(Refused):
        save_union(
            union=new_union(places),
            user=None,
            effective_on=timezone.localdate() + datetime.timedelta(days=2),
        )


def test_history_names_field_values_and_reason(places, staff: Staff, township_union):
    union = township_union(places.linqi)
    union.form = UnionForm.COMMITTEE
    save_union(union=union, user=staff.county, reason="换届后调整")
    change, fields = labelled(changes_of(union))[0]
    form = next(field for field in fields if field.name == "form")
    assert (form.label, form.before, form.after) == ("组织形式", "工会联合会", "工会委员会")
    assert (change.user, change.reason, change.county_code) == (
        staff.county,
        "换届后调整",
        "410581",
    )


def test_second_clerk_is_refused(places, township_union):
    union = township_union(places.linqi)
    mine, his = Union.objects.get(pk=union.pk), Union.objects.get(pk=union.pk)
    his.chair_name = "李丁"
    save_union(union=his, user=None, expected_version=1)
    mine.chair_name = "王辛"
    with pytest.raises(Conflict):
        save_union(union=mine, user=None, expected_version=1)
    assert Union.objects.get(pk=union.pk).chair_name == "李丁"


def test_unchanged_save_writes_nothing(places, township_union):
    union = township_union(places.linqi)
    changes = changes_of(union).count()
    again = Union.objects.get(pk=union.pk)
    save_union(union=again, user=None, expected_version=1)
    assert changes_of(union).count() == changes
    assert Union.objects.get(pk=union.pk).version == 1
