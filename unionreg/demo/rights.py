"""The work log and collective contracts of a demo county, without random numbers."""

from __future__ import annotations

import datetime
from typing import Any

from cadres.choices import Body, Post
from cadres.models import Appointment
from rights.choices import Category, ContractKind, ContractScope
from rights.models import CollectiveContract, WorkRecord
from townships.choices import UnionKind, UnionStatus
from townships.models import Division, Union
from unionreg.demo.writing import log

# Category, days before today, title, with whom, people, yuan.
OF_TOWNSHIP = (
    (Category.TOWNSHIP_FOUNDING, 12, "走访推动三家企业建会", "示例园区企业", 46, None),
    (Category.TOWNSHIP_WELFARE, 40, "困难职工帮扶慰问", "困难职工家庭", 8, 4800),
    (Category.FIELD_STUDY, 66, "货车司机入会蹲点调研", "示例物流园", 35, None),
    (Category.PARTY_BUILDING, 95, "党建带工建联席安排", "镇党委", None, None),
    (Category.UNION_SAFETY, 120, "高温天气劳动保护检查", "辖区企业", 210, 3200),
)
OF_FIRM = (
    (Category.UNION_CONTEST, 25, "岗位技能比赛", "车间班组", 40, 2600),
    (Category.FACTORY_OPENNESS, 58, "上半年厂务公开", "全体职工", 60, None),
)
TOWNSHIPS, FIRMS = 3, 3


def keep_rights(county: Division, today: datetime.date) -> None:
    """A few entries and contracts: of townships, firms and federations."""
    rows = Union.objects.in_county(county.key).filter(status=UnionStatus.ACTIVE).order_by("code")
    townships = list(rows.filter(kind=UnionKind.TOWNSHIP)[:TOWNSHIPS])
    places = [one.township_id for one in townships]
    firms = list(rows.filter(kind=UnionKind.OWN, township_id__in=places)[:FIRMS])
    _log_work(townships, firms, today)
    contracts = [_wages(union, today, 20 + 45 * n) for n, union in enumerate(firms)]
    federations = rows.filter(kind=UnionKind.FEDERATION, federations__isnull=False)
    contracts += [_regional(union, today) for union in federations]
    log(CollectiveContract.objects.bulk_create(contracts))


def _log_work(townships: list[Union], firms: list[Union], today: datetime.date) -> None:
    works = [_work(union, today, *entry) for union in townships for entry in OF_TOWNSHIP]
    works += [_work(union, today, *entry) for union in firms for entry in OF_FIRM]
    if townships:
        works.append(_incident(townships[0], today))
    if firms:
        works.append(_acted(firms[0], today))
    log(WorkRecord.objects.bulk_create(works))


def _work(
    union: Union,
    today: datetime.date,
    category: str,
    ago: int,
    title: str,
    other_side: str,
    people: int | None,
    spent: int | None,
    **values: Any,
) -> WorkRecord:
    return WorkRecord(
        county_code=union.county_code,
        union=union,
        category=category,
        held_on=today - datetime.timedelta(days=ago),
        title=title,
        other_side=other_side,
        people=people,
        spent=spent,
        **values,
    )


def _incident(union: Union, today: datetime.date) -> WorkRecord:
    """Reported upwards on the day after."""
    reported = today - datetime.timedelta(days=29)
    known: dict[str, Any] = {"level": "4", "reported_on": reported, "text": "协商后按期补发。"}
    entry = (Category.INCIDENT, 30, "欠薪引发职工聚集", "示例建材企业", 18, None)
    return _work(union, today, *entry, **known)


def _acted(union: Union, today: datetime.date) -> WorkRecord:
    """The township acted for the union of a firm."""
    entry = (Category.ACTED_FOR, 50, "上级工会代为提出协商要约", "企业行政方", None, None)
    return _work(union, today, *entry, acting_union=union.superior)


def _wages(union: Union, today: datetime.date, left: int) -> CollectiveContract:
    """A wage agreement of a year that has `left` days to run."""
    last = today + datetime.timedelta(days=left)
    first = last - datetime.timedelta(days=364)
    return CollectiveContract(
        county_code=union.county_code,
        union=union,
        scope=ContractScope.ENTERPRISE,
        kind=ContractKind.WAGES,
        title=f"{union.name.removesuffix('工会委员会')}工资专项集体合同",
        other_side="企业行政方",
        signed_on=first,
        valid_from=first,
        valid_to=last,
        firms=1,
    )


def _regional(union: Union, today: datetime.date) -> CollectiveContract:
    """A contract of three years whose chief negotiator is the chair."""
    signed = max(today - datetime.timedelta(days=200), union.founded_on or today)
    chair = _chair(union, signed)
    return CollectiveContract(
        county_code=union.county_code,
        union=union,
        scope=ContractScope.REGIONAL,
        kind=ContractKind.GENERAL,
        title=f"{union.name.removesuffix('工会联合会')}区域性集体合同",
        other_side="企业方代表",
        signed_on=signed,
        valid_from=signed,
        valid_to=signed.replace(year=signed.year + 3, day=min(signed.day, 28)),
        firms=9,
        workers=320,
        negotiator=chair.person if chair else None,
        negotiator_name=chair.person.name if chair else "",
    )


def _chair(union: Union, on: datetime.date) -> Appointment | None:
    rows = Appointment.objects.in_county(union.county_code).filter(
        union=union, body=Body.COMMITTEE, post=Post.CHAIR, valid_from__lte=on
    )
    return rows.select_related("person").order_by("-valid_from").first()
