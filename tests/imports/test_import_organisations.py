"""Employers, unions and township statistics: found again, checked by the same rules, written."""

import datetime

import pytest

from history.models import Change
from imports.choices import Kind, State
from tests.imports.conftest import codes, counts
from tests.places import load_policies
from townships.choices import UnionKind
from townships.credit_code import ALPHABET, check_character
from townships.models import (
    Affiliation,
    Employer,
    EmployerKey,
    TownshipMonth,
    TownshipStatistics,
    TownshipSummary,
    Union,
    UnionEmployer,
    UnionKey,
    UnionSummary,
)

DAY = datetime.date
EMPLOYER = ["单位名称", "统一社会信用代码", "所在乡镇", "职工人数", "女职工人数", "统计日期"]


@pytest.fixture
def unions(coded_unions):
    return coded_unions


def credit_code(number: int, prefix: str = "91") -> str:
    """A valid code of an employer (91…) or a union (81…)."""
    from townships.credit_code import organisation_check_character

    organisation = f"MA4{number:05d}"
    assert set(organisation) <= set(ALPHABET)
    first = f"{prefix}410581{organisation}{organisation_check_character(organisation)}"
    return first + check_character(first)


def employer(number: int, **cells: object) -> list[object]:
    values = {
        "单位名称": f"示例{number}有限公司",
        "统一社会信用代码": credit_code(number),
        "所在乡镇": "临淇镇",
        "职工人数": 120,
        "女职工人数": 40,
        "统计日期": "2025-12-31",
        **cells,
    }
    return [values[title] for title in EMPLOYER]


# --- employers ------------------------------------------------------------------------------------


def test_new_employers(import_table, unions, places):
    batch = import_table(Kind.EMPLOYERS, EMPLOYER, employer(1), employer(2, 统一社会信用代码=""))
    assert (batch.state, counts(batch)) == (State.APPLIED, (2, 0, 0, 0, 0))
    first = Employer.objects.get(credit_code=credit_code(1))
    assert (first.township_id, first.worker_count) == ("410581101", 120)
    assert first.pinyin.split()[1].startswith("shili")
    key = EmployerKey.objects.get()
    assert (key.value, key.employer_id) == (credit_code(1), first.pk)
    assert TownshipSummary.objects.get(township_key="410581101").employers == 2
    assert Change.objects.filter(batch_id=batch.pk, action="+").count() == 2


def test_employers_are_found_by_code_then_by_name(import_table, unions):
    import_table(Kind.EMPLOYERS, EMPLOYER, employer(1), employer(2, 统一社会信用代码=""))
    batch = import_table(
        Kind.EMPLOYERS,
        EMPLOYER,
        employer(1, 单位名称="示例新名有限公司"),
        employer(2, 单位名称="示例2有限责任公司"),
    )
    assert counts(batch) == (0, 2, 0, 0, 0)
    assert Employer.objects.count() == 2
    assert Employer.objects.get(credit_code=credit_code(1)).name == "示例新名有限公司"
    assert set(EmployerKey.objects.values_list("value", flat=True)) == {
        credit_code(1),
        credit_code(2),
    }
    again = import_table(Kind.EMPLOYERS, EMPLOYER, employer(2, 单位名称="示例2有限责任公司"))
    assert counts(again) == (0, 0, 1, 0, 0)


def test_wrong_employers(import_table, unions):
    batch = import_table(
        Kind.EMPLOYERS,
        EMPLOYER,
        employer(1, 统一社会信用代码=credit_code(1)[:-1] + "0"),
        employer(2, 统一社会信用代码=credit_code(2, "81")),
        employer(3, 女职工人数=121),
        employer(4, 统计日期=""),
        employer(5, 所在乡镇="城关镇"),
        employer(6),
        employer(6),
        employer(7, 统一社会信用代码=410581198503150976.0),
    )
    assert codes(batch) == {
        2: ["credit_code_checksum"],
        3: ["credit_code_is_a_union"],
        4: ["row_too_many_of"],
        5: ["cell_required"],
        6: ["row_township_unknown"],
        8: ["row_duplicate_record"],
        9: ["credit_code_numeric_cell"],
    }
    assert Employer.objects.count() == 1


def test_a_code_taken_in_another_county(import_table, unions, staff):
    titles = EMPLOYER
    row = employer(1, 所在乡镇="城关镇")
    import_table(Kind.EMPLOYERS, titles, row, user=staff.county2, place="410523")
    batch = import_table(Kind.EMPLOYERS, titles, employer(1))
    assert codes(batch) == {2: ["row_code_taken"]}


def test_a_chair_neither_sees_nor_changes_employers_of_other_townships(import_table, unions, staff):
    import_table(Kind.EMPLOYERS, EMPLOYER, employer(1, 所在乡镇="合涧镇"))
    batch = import_table(
        Kind.EMPLOYERS,
        EMPLOYER,
        employer(1, 职工人数=999, 所在乡镇=""),
        employer(2, 所在乡镇=""),
        user=staff.chair,
        place="410581101",
    )
    assert codes(batch) == {2: ["row_code_taken"]}
    assert Employer.objects.get(credit_code=credit_code(1)).worker_count == 120
    assert Employer.objects.get(credit_code=credit_code(2)).township_id == "410581101"


# --- township statistics --------------------------------------------------------------------------

FIGURES = [
    "乡镇（街道）",
    "统计日期",
    "企业数",
    "职工数",
    "法人单位数",
    "已建工会单位数",
    "数据来源",
]


def test_statistics(import_table, unions):
    rows: list[list] = [
        ["临淇镇", DAY(2025, 12, 31), 120, 5200, 80, 60, "县统计局"],
        ["合涧镇", "2025年12月31日", "", "1,200人", "", "", "县统计局"],
    ]
    batch = import_table(Kind.STATISTICS, FIGURES, *rows)
    assert counts(batch) == (2, 0, 0, 0, 0)
    second = TownshipStatistics.objects.get(township_id="410581100")
    assert (second.firm_count, second.worker_count) == (None, 1200)
    assert TownshipMonth.objects.get(township_key="410581101").workers == 5200
    again = import_table(Kind.STATISTICS, FIGURES, *rows)
    assert counts(again) == (0, 0, 2, 0, 0)
    rows[0][3] = 5300
    assert counts(import_table(Kind.STATISTICS, FIGURES, *rows)) == (0, 1, 1, 0, 0)
    assert TownshipMonth.objects.get(township_key="410581101").workers == 5300


def test_headcounts_of_activists_and_volunteers(import_table, unions):
    titles = ["乡镇（街道）", "统计日期", "工会积极分子数", "工会志愿者数", "数据来源"]
    import_table(Kind.STATISTICS, titles, ["临淇镇", DAY(2025, 12, 31), 35, "", "镇工会"])
    row = TownshipStatistics.objects.get()
    assert (row.activists, row.volunteers, row.firm_count) == (35, None, None)


def test_wrong_statistics(import_table, unions):
    batch = import_table(
        Kind.STATISTICS,
        FIGURES,
        ["临淇镇", "2025-12-31", 120, "约5000", 80, 90, "县统计局"],
        ["临淇", "2025-12-31", 1, 1, "", "", "县统计局"],
        ["临淇镇", "2025-12-31", 2, 2, "", "", "县统计局"],
        ["城关镇", "2025", 1, 1, "", "", ""],
    )
    assert codes(batch) == {
        2: ["count_unreadable", "row_too_many_of"],
        4: ["row_duplicate_record"],
        5: ["date_year_only", "cell_required", "row_township_unknown"],
    }
    assert TownshipStatistics.objects.get().firm_count == 1


# --- unions ---------------------------------------------------------------------------------------

UNION = [
    *("工会全称", "工会编码", "工会类型", "组织形式", "所在乡镇", "上级工会", "覆盖单位"),
    *(
        "建会日期",
        "工会统一社会信用代码",
        "组织形式批准文号",
        "组织形式批准日期",
        "组织形式批准单位",
    ),
]


def union(name: str, kind: str = "单独基层工会", **cells: object) -> list[object]:
    values = {"工会全称": name, "工会类型": kind, "所在乡镇": "临淇镇", **cells}
    assert set(values) <= set(UNION)
    return [values.get(title, "") for title in UNION]


def make_employers(import_table, *numbers):
    import_table(Kind.EMPLOYERS, EMPLOYER, *(employer(number) for number in numbers))


def test_new_unions_with_code_superior_and_employers(import_table, unions):
    make_employers(import_table, 1, 2, 3)
    batch = import_table(
        Kind.UNIONS,
        UNION,
        union(
            "示例1有限公司工会委员会",
            建会日期="2024-05-01",
            工会统一社会信用代码=credit_code(9, "81"),
        ),
        union(
            "临淇镇商圈联合工会委员会",
            "联合基层工会",
            覆盖单位=f"示例2有限公司、{credit_code(3)}",
            上级工会="临淇镇工会联合会",
        ),
    )
    assert counts(batch) == (2, 0, 0, 0, 0)
    own = Union.objects.get(name="示例1有限公司工会委员会")
    assert own.code.startswith("410581101")
    assert own.superior_id == unions.linqi.pk
    assert UnionKey.objects.get(value=own.code).union_id == own.pk
    assert UnionKey.objects.get(value=credit_code(9, "81")).union_id == own.pk
    affiliation = Affiliation.objects.get(union=own)
    assert (affiliation.superior_id, affiliation.valid_from) == (unions.linqi.pk, DAY(2024, 5, 1))
    joint = Union.objects.get(kind=UnionKind.JOINT)
    assert UnionEmployer.objects.filter(union=joint, valid_to=None).count() == 2
    assert UnionSummary.objects.get(union=joint).workers == 240
    assert TownshipSummary.objects.get(township_key="410581101").unionised == 3
    change = Change.objects.get(model="townships.union", object_id=str(own.pk))
    assert change.fields["code"] == [None, own.code]
    again = import_table(
        Kind.UNIONS,
        UNION,
        union("临淇镇商圈联合工会委员会", "联合基层工会", 覆盖单位="示例2有限公司"),
    )
    assert counts(again) == (0, 0, 1, 0, 0)


def test_a_joint_union_needs_two_employers(import_table, unions):
    """R-ORG-16, through the rules of the form."""
    make_employers(import_table, 1, 2)
    batch = import_table(
        Kind.UNIONS,
        UNION,
        union("甲联合工会委员会", "联合基层工会", 覆盖单位="示例1有限公司"),
        union("乙联合工会委员会", "联合基层工会", 覆盖单位="示例1有限公司、示例1有限公司"),
        union("丙工会委员会", 覆盖单位=""),
        union("丁联合工会委员会", "联合基层工会", 覆盖单位="示例1有限公司、示例2有限公司"),
    )
    assert codes(batch) == {2: ["row_rule"], 3: ["row_rule"], 4: ["row_rule"]}
    assert "2" in batch.issues.get(row_number=2).params["reason"]
    assert batch.issues.get(row_number=2).header == "覆盖单位"
    assert counts(batch) == (1, 0, 0, 0, 3)


def test_the_form_of_a_general_union_is_refused_without_its_conditions(import_table, unions):
    """R-ORG-02: unknown and missing measures refuse, a recorded approval lifts it."""
    load_policies()
    Union.objects.filter(pk=unions.hejian.pk).delete()
    plain = union("合涧镇总工会", "乡镇（街道）工会", 组织形式="总工会", 所在乡镇="合涧镇")
    batch = import_table(Kind.UNIONS, UNION, plain)
    issue = batch.issues.get(severity="error")
    assert (issue.code, issue.header) == ("row_rule", "组织形式")
    import_table(Kind.STATISTICS, FIGURES, ["合涧镇", "2025-12-31", 99, 5000, "", "", "县统计局"])
    assert counts(import_table(Kind.UNIONS, UNION, plain)) == (0, 0, 0, 0, 1)
    lifted = union(
        "合涧镇总工会",
        "乡镇（街道）工会",
        组织形式="总工会",
        所在乡镇="合涧镇",
        组织形式批准文号="安工〔2025〕1号",
        组织形式批准日期="2025-01-01",
        组织形式批准单位="安阳市总工会",
    )
    assert counts(import_table(Kind.UNIONS, UNION, lifted)) == (1, 0, 0, 0, 0)


def test_wrong_unions(import_table, unions, staff):
    make_employers(import_table, 1)
    batch = import_table(
        Kind.UNIONS,
        UNION,
        union("甲工会委员会", ""),
        union("乙工会委员会", 覆盖单位="没有这家公司"),
        union("示例1有限公司工会委员会", 上级工会="城关镇工会联合会"),
        union("丙工会委员会", 工会编码="4105231000001"),
        union("示例机械有限公司工会委员会", "联合基层工会"),
        union("示例机械有限公司工会委员会", 工会统一社会信用代码=credit_code(1)),
        union("林州市总工会", ""),
    )
    assert codes(batch) == {
        2: ["cell_required"],
        3: ["row_employer_unknown", "row_rule"],
        4: ["row_superior_unknown"],
        5: ["row_code_unknown"],
        6: ["row_kind_fixed"],
        7: ["credit_code_not_a_union", "row_duplicate_record"],
        8: ["row_not_allowed"],
    }


def test_an_employer_is_covered_by_one_union(import_table, unions):
    make_employers(import_table, 1, 2)
    batch = import_table(
        Kind.UNIONS,
        UNION,
        union("示例1有限公司工会委员会"),
        union("甲联合工会委员会", "联合基层工会", 覆盖单位="示例1有限公司、示例2有限公司"),
    )
    assert codes(batch) == {3: ["row_employer_covered"]}
    again = import_table(
        Kind.UNIONS,
        UNION,
        union("甲联合工会委员会", "联合基层工会", 覆盖单位="示例1有限公司、示例2有限公司"),
    )
    assert codes(again) == {2: ["row_employer_covered"]}
    params = again.issues.get().params
    assert params == {"value": "示例1有限公司", "union": "示例1有限公司工会委员会"}


def test_registered_unions_are_changed_but_not_moved(import_table, unions):
    name = "示例机械有限公司工会委员会"
    batch = import_table(Kind.UNIONS, UNION, union(name, "", 建会日期="2020-01-01"))
    assert counts(batch) == (0, 1, 0, 0, 0)
    assert Union.objects.get(name=name).founded_on == DAY(2020, 1, 1)
    moved = import_table(Kind.UNIONS, UNION, union(name, "", 所在乡镇="合涧镇"))
    assert codes(moved) == {2: ["row_township_fixed"]}
    handed = import_table(Kind.UNIONS, UNION, union(name, "", 上级工会="林州市总工会"))
    assert codes(handed) == {2: ["row_superior_fixed"]}


def test_a_chair_founds_grassroots_unions_only(import_table, unions, staff):
    make_employers(import_table, 1)
    Union.objects.filter(pk=unions.linqi.pk).update(name="临淇镇工会委员会")
    batch = import_table(
        Kind.UNIONS,
        UNION,
        union("示例1有限公司工会委员会", 所在乡镇=""),
        union("临淇镇工会委员会", ""),
        user=staff.chair,
        place="410581101",
    )
    assert codes(batch) == {3: ["row_not_allowed"]}
    assert counts(batch) == (1, 0, 0, 0, 1)
