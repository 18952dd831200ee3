"""What sort of place a division is, and how to guess it from its name and code.

The statistics office mixes government levels with farms, parks, prisons and companies in one code
list.  The digits alone mislead (129 units with a code of the 400s or 500s are towns, townships
or streets), so the name is looked at first and the digits only where the name says nothing.  A
guess is stored once and can be corrected in the admin.
"""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _


class DivisionKind(models.TextChoices):
    """Kind of a division, of every level."""

    # Provinces
    PROVINCE = "province", _("province (kind)")
    AUTONOMOUS_REGION = "autonomous_region", _("autonomous region")
    MUNICIPALITY = "municipality", _("municipality")
    # Cities
    CITY = "city", _("prefecture-level city")
    AUTONOMOUS_PREFECTURE = "autonomous_prefecture", _("autonomous prefecture")
    PREFECTURE = "prefecture", _("prefecture")
    LEAGUE = "league", _("league")
    GROUPING = "grouping", _("heading in the statistics, not a place")
    # Counties
    DISTRICT = "district", _("district of a city")
    COUNTY_CITY = "county_city", _("county-level city")
    COUNTY = "county", _("county (kind)")
    AUTONOMOUS_COUNTY = "autonomous_county", _("autonomous county")
    BANNER = "banner", _("banner")
    AUTONOMOUS_BANNER = "autonomous_banner", _("autonomous banner")
    SPECIAL_DISTRICT = "special_district", _("special district or forest district")
    CITY_WITHOUT_COUNTIES = "city_without_counties", _("city without counties")
    FUNCTIONAL_AREA = "functional_area", _("functional area in the statistics")
    # Townships
    STREET = "street", _("subdistrict (street)")
    TOWN = "town", _("town")
    TOWNSHIP = "township", _("rural township")
    ETHNIC_TOWNSHIP = "ethnic_township", _("ethnic township")
    SUMU = "sumu", _("sumu")
    ETHNIC_SUMU = "ethnic_sumu", _("ethnic sumu")
    AREA = "area", _("area office of Beijing's kind")
    DISTRICT_OFFICE = "district_office", _("district public office")
    OFFICE = "office", _("other office")
    MANAGEMENT_AREA = "management_area", _("management area")
    DEVELOPMENT_ZONE = "development_zone", _("development zone")
    PARK = "park", _("industrial park")
    SCENIC_AREA = "scenic_area", _("scenic area or nature reserve")
    FARM = "farm", _("farm, pasture or fishery")
    FORESTRY = "forestry", _("forest farm or forestry bureau")
    REGIMENT = "regiment", _("regiment farm of the Xinjiang corps")
    PRISON = "prison", _("prison")
    ENTERPRISE = "enterprise", _("company, mine or works")
    AGENCY = "agency", _("administrative body without a territory of its own")
    DIRECT_VILLAGES = "direct_villages", _("villages directly under a county")
    # Villages
    VILLAGE = "village", _("village (kind)")
    COMMUNITY = "community", _("urban community")
    OTHER = "other", _("other kind of place")


K = DivisionKind

# Townships in the sense of the organic law, their predecessors, and streets.
GOVERNED = frozenset(
    {
        K.STREET,
        K.TOWN,
        K.TOWNSHIP,
        K.ETHNIC_TOWNSHIP,
        K.SUMU,
        K.ETHNIC_SUMU,
        K.AREA,
        K.DISTRICT_OFFICE,
    }
)

# In the code list, but governed from Taiwan: no union of ours can have a duty there.
_NOT_GOVERNED_HERE = frozenset({"350527", "350527000", "350122400"})

_BRACKETS = re.compile(r"[（(]([^（()）]*)[）)]")

# Endings of the names of governed townships; the first that fits decides.
_GOVERNED_NAMES = (
    (K.STREET, ("街道", "街道办事处", "街道地区")),
    (K.ETHNIC_SUMU, ("族苏木",)),
    (K.SUMU, ("苏木",)),
    (K.ETHNIC_TOWNSHIP, ("族乡",)),
    (K.TOWN, ("镇",)),
    (K.TOWNSHIP, ("乡",)),
    (K.DISTRICT_OFFICE, ("区公所",)),
)

# They end like a town and are none: 经济开发区直属乡镇, 信阳国际家居产业小镇.
_NOT_TOWNS = ("直属乡镇", "特殊乡镇", "产业小镇")

# All other names: kind, words anywhere in the name, endings.  The first that fits decides.
_OTHER_NAMES: tuple[tuple[DivisionKind, tuple[str, ...], tuple[str, ...]], ...] = (
    (K.DIRECT_VILLAGES, (), ("直辖村级区划",)),
    (K.OTHER, (), ("机场", "市场")),
    (K.PRISON, ("监狱", "戒毒", "劳教", "劳动教"), ()),
    (K.MANAGEMENT_AREA, (), ("管理区",)),
    (K.OFFICE, (), ("办事处",)),
    (K.FORESTRY, ("林场", "林业", "国有林"), ("林厂",)),
    (K.ENTERPRISE, (), ("公司", "集团", "矿", "厂", "矿务局", "矿区", "石油管理局")),
    (
        K.FARM,
        ("农场", "牧场", "渔场", "良种", "原种", "种畜", "垦殖", "农垦", "苗圃", "养殖"),
        ("场",),
    ),
    (
        K.SCENIC_AREA,
        ("风景", "旅游", "度假", "渡假", "保护区", "森林公园", "湿地", "国家公园"),
        ("景区",),
    ),
    (
        K.PARK,
        ("工业园", "产业园", "科技园", "创业园", "物流园", "化工园", "园区", "科技城", "大学城"),
        ("园", "谷", "基地", "工业区", "加工区", "工贸区", "集聚区", "聚集区", "集中区", "小镇"),
    ),
    (
        K.DEVELOPMENT_ZONE,
        ("开发区", "经开区", "高新区", "保税", "自由贸易", "自贸", "示范区", "试验区", "合作区"),
        ("新区", "新城", "投资区", "经济区", "贸易区", "港区", "商务区", "发展区", "特殊乡镇"),
    ),
    (
        K.AGENCY,
        ("管委会", "管理委员会"),
        ("处", "局", "所", "站", "中心", "办公室", "办", "筹备组", "指挥部", "局直"),
    ),
)

_COUNTY_NAMES = (
    (K.AUTONOMOUS_COUNTY, ("自治县",)),
    (K.AUTONOMOUS_BANNER, ("自治旗",)),
    (K.BANNER, ("旗",)),
    (K.COUNTY, ("县",)),
    (K.COUNTY_CITY, ("市",)),
    (K.SPECIAL_DISTRICT, ("特区", "神农架林区")),
    (K.DISTRICT, ("区",)),
)

_CITY_NAMES = (
    (K.GROUPING, ("市辖区", "直辖县级行政区划")),
    (K.AUTONOMOUS_PREFECTURE, ("自治州",)),
    (K.PREFECTURE, ("地区",)),
    (K.LEAGUE, ("盟",)),
    (K.CITY, ("市",)),
    (K.GROUPING, ("县",)),  # 5002, the counties of Chongqing
)

_VILLAGE_NAMES = (
    (K.VILLAGE, ("村委会", "村民委员会", "村", "嘎查", "嘎查委员会", "牧委会")),
    (K.COMMUNITY, ("居委会", "居民委员会", "社区", "家委会", "社区委员会")),
)

_MUNICIPALITIES = frozenset({"11", "12", "31", "50"})


def guess_kind(name: str, code: str, level: int) -> DivisionKind:
    """Guess the kind of a division from its name, and where that fails from its code.

    `level` is the number of digits of the code: 2, 4, 6, 9 or 12.
    """
    return _GUESSES[level](name.strip(), code)


def default_union_duty(code: str, level: int, kind: DivisionKind) -> bool:
    """Whether this division is expected to have a union of its own, until someone says otherwise.

    Townships: yes for what the documents on 乡镇（街道）工会 are about (总工办发〔2019〕24号):
    towns, rural townships, sumu, streets and area offices.  No for everything else in the list.
    Farms, prisons, companies and agencies have a union like any employer, not a township union.
    Development zones and parks are named by the documents as places where founding has priority
    (R-ORG-28), not as places that must have a union, and in the code list they are often parts of
    a town.  A wrong "yes" would be a permanent false alarm and push down the rates of the county;
    a wrong "no" is corrected with one tick in the admin.

    Counties: yes, except functional areas (digits 5–6 from 71 on), which exist in the statistics
    only.  Cities and provinces: yes, except headings such as 省直辖县级行政区划.  Villages: no.
    """
    if code in _NOT_GOVERNED_HERE or level > 9:
        return False
    if level == 9:
        return kind in GOVERNED
    return kind not in (K.GROUPING, K.FUNCTIONAL_AREA)


def _by_ending(
    name: str, endings: tuple[tuple[DivisionKind, tuple[str, ...]], ...]
) -> DivisionKind | None:
    return next((kind for kind, ends in endings if name.endswith(ends)), None)


def _province(name: str, code: str) -> DivisionKind:
    if code in _MUNICIPALITIES:
        return K.MUNICIPALITY
    return K.AUTONOMOUS_REGION if name.endswith("自治区") else K.PROVINCE


def _city(name: str, code: str) -> DivisionKind:
    return _by_ending(name, _CITY_NAMES) or K.OTHER


def _county(name: str, code: str) -> DivisionKind:
    if code.endswith("00"):
        return K.CITY_WITHOUT_COUNTIES  # 441900 东莞市: one row so that townships have a parent
    if code[4] == "7":
        return K.FUNCTIONAL_AREA
    return _by_ending(name, _COUNTY_NAMES) or K.OTHER


def _township(name: str, code: str) -> DivisionKind:
    """Regiments first, since some are called 镇 or 乡; then governed names; then the rest."""
    if "兵团" in name or (code.startswith("65") and name.endswith(("团", "团分部"))):
        return K.REGIMENT
    outside = _BRACKETS.sub("", name)
    return _governed(outside, name) or _street_by_code(outside, code) or _other(outside, code)


def _governed(outside: str, name: str) -> DivisionKind | None:
    """A governed name wins wherever it stands: 科技城（东渚街道） is the street 东渚."""
    parts = [part for part in (outside, *_BRACKETS.findall(name)) if not part.endswith(_NOT_TOWNS)]
    return next((kind for part in parts if (kind := _by_ending(part, _GOVERNED_NAMES))), None)


def _street_by_code(name: str, code: str) -> DivisionKind | None:
    """001–099 are streets, whatever they are called; Beijing's end in 地区."""
    if not 1 <= int(code[6:]) <= 99:
        return None
    return K.AREA if name.endswith("地区") else K.STREET


def _other(name: str, code: str) -> DivisionKind:
    """Names that say something else; towns (100–199) and townships (200–399) by code last."""
    for kind, words, endings in _OTHER_NAMES:
        if name.endswith(endings) or any(word in name for word in words):
            return kind
    number = int(code[6:])
    if 100 <= number <= 399:
        return K.TOWN if number <= 199 else K.TOWNSHIP
    return K.OTHER


def _village(name: str, code: str) -> DivisionKind:
    """Digits 10–12: below 200 and 400–499 communities, 200–399 and 500–599 villages."""
    kind = _by_ending(name, _VILLAGE_NAMES)
    if kind:
        return kind
    number = int(code[9:])
    return K.COMMUNITY if number < 200 or 400 <= number < 500 else K.VILLAGE


_GUESSES = {2: _province, 4: _city, 6: _county, 9: _township, 12: _village}
