"""A list that was exported can be imported again, and nothing changes by it."""

import datetime
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from accounts.models import User
from cadres.models import Term
from imports.choices import Kind
from imports.kinds import kind_of
from members.choices import ChangeReason, Education, Ethnicity, IdType
from members.models import Member
from members.services.endings import keep
from members.services.membership import enrol
from tests.imports.conftest import check_file, codes, counts
from tests.imports.people import id_number
from tests.places import load_policies
from townships.choices import AccountMode, EmployerStatus, UnionForm, UnionKind
from townships.code_lists import EconomicType, Industry, JointUnionSubtype
from townships.models import Employer, TownshipStatistics, Union

DAY = datetime.date(2024, 5, 1)
BEFORE, BEGUN, DUE = (datetime.date(year, 3, 1) for year in (2017, 2022, 2027))
Export = Callable[..., Path]


@pytest.fixture
def exported(tmp_path, staff, as_user) -> Export:
    """The workbook of a list as a user gets it, saved as a file."""

    def save(name: str, user: User | None = None, **posted: str) -> Path:
        client = as_user(user or staff.county)
        url = reverse(f"admin:{name}_export")
        answer = client.post(url, posted) if posted else client.get(url)
        assert answer["Content-Type"].endswith("spreadsheetml.sheet")
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(answer.getvalue())
        return path

    return save


def table(path: Path) -> list[dict[str, Any]]:
    """The rows of a workbook by its titles."""
    titles, *rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    return [dict(zip(titles, row, strict=True)) for row in rows]


def term(union: Union, **fields: Any) -> Term:
    """A term of five years as it stands in the table."""
    return Term.objects.create(county_code=union.county_code, union=union, years=5, **fields)


def official(kind: Kind, titles: Iterable[str]) -> set[str]:
    """Those of the titles that the template of a kind has, in its own words."""
    return {column.header for column in kind_of(kind).columns} & set(titles)


def test_members_in_full_come_back_unchanged(exported, staff, unions):
    for sequence in (1, 2, 3):
        enrol(
            union=unions.factory,
            id_number=id_number(sequence),
            details={"name": "王伟芳", "phone": "13800000001", "is_migrant": sequence == 1},
            joined_on=DAY,
            user=None,
        )
    first, second, _third = Member.objects.order_by("pk")
    keep(member=first, on=DAY, reason_code=ChangeReason.UNEMPLOYED, user=None)
    path = exported("members_member", unmasked="on", reason="核对")
    assert second.union.name in {row["所属工会"] for row in table(path)}
    batch = check_file(path, staff.county)
    assert codes(batch) == {}
    assert counts(batch) == (0, 0, 3, 0, 0)


def test_masked_members_are_told_what_they_are(exported, staff, unions):
    enrol(
        union=unions.factory,
        id_number=id_number(1),
        details={"name": "王伟芳", "phone": "13800000001"},
        joined_on=DAY,
        user=None,
    )
    path = exported("members_member", reason="")
    batch = check_file(path, staff.county)
    assert codes(batch) == {2: ["cell_masked", "cell_masked"]}


def test_employers_come_back_unchanged(exported, staff, places):
    Employer.objects.create(
        county_code="410581",
        township=places.linqi,
        name="示例机械有限公司",
        economic_type=EconomicType.PRIVATE,
        industry=Industry.choices[0][0],
        opened_on=DAY,
        worker_count=120,
        women_count=0,
        counted_on=DAY,
        contact="张三",
        phone="13800000001",
    )
    Employer.objects.create(
        county_code="410581", name="示例商店", status=EmployerStatus.CLOSED, is_legal_person=False
    )
    path = exported("townships_employer")
    named = {row["单位名称"]: row["所在乡镇（街道）"] for row in table(path)}
    assert named == {"示例机械有限公司": "临淇镇", "示例商店": None}
    batch = check_file(path, staff.county, Kind.EMPLOYERS)
    assert codes(batch) == {}
    assert counts(batch) == (0, 0, 2, 0, 0)


@pytest.mark.parametrize("name", ["townshipunion", "grassrootsunion"])
def test_unions_come_back_unchanged(exported, staff, unions, name):
    load_policies()
    Union.objects.filter(pk=unions.linqi.pk).update(
        form=UnionForm.WORK_COMMITTEE,
        account_mode=AccountMode.CUSTODY,
        founded_on=DAY,
        party_organisation="临淇镇党委",
    )
    Union.objects.filter(pk=unions.factory.pk).update(chair_name="张三")
    for union in (unions.linqi, unions.factory):
        term(union, number=1, started_on=BEFORE, due_on=BEGUN, ended_on=BEGUN)
        term(union, number=2, started_on=BEGUN, due_on=DUE)
    path = exported(f"townships_{name}")
    superiors = {row["上级工会"] for row in table(path)}
    begun = [row["本届起始日期"] for row in table(path)]
    assert [day.date() for day in begun if day] == [BEGUN]
    assert superiors == {"林州市总工会" if name == "townshipunion" else "临淇镇工会联合会"}
    batch = check_file(path, staff.county, Kind.UNIONS)
    assert codes(batch) == {}
    assert counts(batch) == (0, 0, 2 if name == "townshipunion" else 1, 0, 0)


def test_statistics_come_back_unchanged(exported, staff, places):
    TownshipStatistics.objects.create(
        county_code="410581",
        township=places.linqi,
        as_of=DAY,
        firm_count=100,
        worker_count=5000,
        legal_person_units=80,
        unionised_units=40,
        fulltime_staffing=True,
        activists=35,
        volunteers=120,
        source="镇统计站",
    )
    path = exported("townships_townshipstatistics")
    (row,) = table(path)
    assert (row["乡镇（街道）"], row["乡镇代码"]) == ("临淇镇", "410581101")
    assert (int(row["工会积极分子数"]), int(row["工会志愿者数"])) == (35, 120)
    batch = check_file(path, staff.county, Kind.STATISTICS)
    assert codes(batch) == {}
    assert counts(batch) == (0, 0, 1, 0, 0)


@pytest.mark.parametrize(
    ("name", "kind", "others"),
    [
        ("townships_employer", Kind.EMPLOYERS, {"乡镇代码"}),
        ("townships_townshipstatistics", Kind.STATISTICS, {"乡镇代码"}),
        (
            "townships_grassrootsunion",
            Kind.UNIONS,
            {"乡镇代码", "状态", "职工数", "没有填职工数的单位数", "会员数"},
        ),
        (
            "townships_townshipunion",
            Kind.UNIONS,
            {"乡镇代码", "状态", "基层工会数", "职工数", "会员数"},
        ),
    ],
)
def test_one_word_for_one_thing(exported, staff, unions, name, kind, others):
    titles = next(openpyxl.load_workbook(exported(name)).active.iter_rows(values_only=True))
    assert set(titles) - official(kind, titles) == others


@pytest.mark.parametrize(
    ("kind", "key", "choices"),
    [
        (Kind.UNIONS, "kind", [c for c in UnionKind if c != UnionKind.COUNTY]),
        (Kind.UNIONS, "form", UnionForm),
        (Kind.UNIONS, "subtype", JointUnionSubtype),
        (Kind.UNIONS, "account_mode", AccountMode),
        (Kind.EMPLOYERS, "status", EmployerStatus),
        (Kind.EMPLOYERS, "economic_type", EconomicType),
        (Kind.EMPLOYERS, "industry", Industry),
        (Kind.MEMBERS, "id_type", IdType),
        (Kind.MEMBERS, "ethnicity", Ethnicity),
        (Kind.MEMBERS, "education", Education),
    ],
)
def test_every_choice_is_understood_as_the_list_writes_it(kind, key, choices):
    clean = kind_of(kind).column(key).clean
    assert [clean(str(choice.label))[0] for choice in choices] == [c.value for c in choices]
