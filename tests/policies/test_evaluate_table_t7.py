"""Table T-7 (names of federations), worked by hand."""

import pytest

from policies.rules.names import take_apart

HEBEI = "13"
ON = "2021-06-01"

# name | R-NAM-01 parts, R-NAM-02 occupation, R-NAM-03 unit
TABLE = [
    ("绍兴市柯桥区纺织行业工会联合会", True, True, True),
    ("纺织行业工会联合会", False, True, True),
    ("绍兴市柯桥区纺织行业联合工会", False, True, True),
    ("保定市莲池区货车司机工会联合会", True, False, True),
    ("保定市莲池区快递员工会联合会", True, False, True),
    ("保定市莲池区快递行业工会联合会", True, True, True),
    ("保定市莲池区货运行业工会联合会", True, True, True),
    ("保定市莲池区长城××有限公司工会联合会", True, True, False),
    ("长沙市开福区四方坪商圈工会联合会", True, True, True),
    ("建材市场工会联合会", False, True, True),
    ("赵县经济开发区工会联合会", True, True, True),
    ("定州市工会联合会", False, True, True),
    ("内蒙古自治区土默特右旗物流行业工会联合会", True, True, True),
]
RULES = ("R-NAM-01", "R-NAM-02", "R-NAM-03")


@pytest.mark.parametrize("row", TABLE)
@pytest.mark.parametrize("rule", RULES)
def test_the_command_gives_the_table(evaluate, rule, row):
    answer = evaluate(rule, HEBEI, on=ON, name=row[0], kind="industry")
    assert answer["met"] is row[1 + RULES.index(rule)]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("name", ["安阳市北关区红旗路街道工会联合会", "随便什么"])
def test_the_union_of_a_township_is_not_checked(evaluate, rule, name):
    answer = evaluate(rule, HEBEI, on=ON, name=name, kind="township")
    assert (answer["met"], answer["status"]) == (None, "not_applicable")


@pytest.mark.parametrize("rule", RULES)
def test_without_name_or_kind_nothing_is_said(evaluate, rule):
    assert evaluate(rule, HEBEI, on=ON, kind="regional")["met"] is None
    assert evaluate(rule, HEBEI, on=ON, name="货车司机工会联合会")["met"] is None


@pytest.mark.parametrize(
    ("division", "met"), [("绍兴市柯桥区", True), ("柯桥区", False), ("绍兴市越城区", False)]
)
def test_a_division_that_is_given_has_to_begin_the_name(evaluate, division, met):
    name = "绍兴市柯桥区纺织行业工会联合会"
    answer = evaluate("R-NAM-01", HEBEI, on=ON, name=name, kind="industry", division_name=division)
    assert answer["met"] is met


def test_the_name_of_a_covered_unit_is_refused(evaluate):
    names = {"name": "保定市莲池区晨光制衣工会联合会", "kind": "regional"}
    assert evaluate("R-NAM-03", HEBEI, on=ON, **names)["met"] is True
    covered = "晨光制衣工会委员会；长城机械工会"
    assert evaluate("R-NAM-03", HEBEI, on=ON, **names, unit_names=covered)["met"] is False


def test_an_office_keeps_its_own_list_of_occupations(evaluate):
    given = {"name": "保定市莲池区驯兽师工会联合会", "kind": "industry"}
    assert evaluate("R-NAM-02", HEBEI, on=ON, **given)["met"] is True
    own = {"occupations": '["驯兽师"]'}
    assert evaluate("R-NAM-02", HEBEI, on=ON, parameters=own, **given)["met"] is False


@pytest.mark.parametrize(
    ("name", "place", "middle"),
    [
        ("浙江省绍兴市柯桥区柯桥街道纺织行业工会联合会", "浙江省绍兴市柯桥区柯桥街道", "纺织行业"),
        ("林州市姚村镇机械行业工会联合会", "林州市姚村镇", "机械行业"),
        ("乡镇企业工会联合会", "", "乡镇企业"),
        ("城市建设行业工会联合会", "", "城市建设行业"),
        ("林州市城市建设行业工会联合会", "林州市", "城市建设行业"),
        ("社区商圈工会联合会", "", "社区商圈"),
    ],
)
def test_a_name_is_taken_apart(name, place, middle):
    parts = take_apart(name, None)
    assert (parts.place, parts.middle, parts.ending) == (place, middle, "工会联合会")
