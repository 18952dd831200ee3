"""Places and people that most tests need: two counties, their townships, a user for each role."""

import datetime
import json
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from accounts.choices import Role
from accounts.models import Assignment, User
from imports.database import load
from policies.models import PolicyDocument, Provision
from policies.services import load_policy_data
from tests.county.statements import WatchedClient
from townships.choices import UnionForm, UnionKind
from townships.models import Division, FormerDivisionCode, Union

PASSWORD = "demo-password-of-the-tests"

# code, name, kind; the parent is the beginning of the code
_PLACES = [
    ("41", "河南省", "province"),
    ("4105", "安阳市", "city"),
    ("410523", "汤阴县", "county"),
    ("410523100", "城关镇", "town"),
    ("410581", "林州市", "county_city"),
    ("410581001", "振林街道", "street"),
    ("410581100", "合涧镇", "town"),
    ("410581101", "临淇镇", "town"),
    ("33", "浙江省", "province"),
    ("3306", "绍兴市", "city"),
    ("330603", "柯桥区", "district"),
    ("330603001", "柯桥街道", "street"),
    ("32", "江苏省", "province"),
    ("3206", "南通市", "city"),
    ("320614", "海门区", "district"),
    ("320614100", "三厂镇", "town"),
]
# Where the shipped documents hold besides; only tests that load the documents have them.
_PLACES_OF_DOCUMENTS = [
    ("13", "河北省", "province"),
    ("1306", "保定市", "city"),
    ("14", "山西省", "province"),
    ("15", "内蒙古自治区", "province"),
    ("1502", "包头市", "city"),
    ("150221", "土默特右旗", "banner"),
    ("3301", "杭州市", "city"),
    ("330106", "西湖区", "district"),
    ("330106109", "三墩镇", "town"),
    ("35", "福建省", "province"),
    ("37", "山东省", "province"),
    ("3708", "济宁市", "city"),
    ("43", "湖南省", "province"),
    ("4301", "长沙市", "city"),
    ("63", "青海省", "province"),
    ("6301", "西宁市", "city"),
]
_RENUMBERED = {"320614": "320684"}  # today's code → registry key


def make_division(code: str, name: str, kind: str = "town") -> Division:
    """One division under the parent that its code names."""
    division = _division(code, name, kind)
    division.save(force_insert=True)
    return division


def _division(code: str, name: str, kind: str) -> Division:
    parents = {2: None, 4: code[:2], 6: code[:4], 9: code[:6], 12: code[:9]}
    parent = parents[len(code)]
    return Division(
        key=_RENUMBERED.get(code, code),
        code=code,
        name=name,
        level=len(code),
        kind=kind,
        parent_id=_RENUMBERED.get(parent, parent) if parent else None,
    )


@dataclass(frozen=True)
class Places:
    """The divisions by name."""

    linzhou: Division
    tangyin: Division
    zhenlin: Division
    hejian: Division
    linqi: Division
    chengguan: Division
    keqiao: Division
    keqiao_street: Division
    haimen: Division
    sanchang: Division
    anyang: Division
    henan: Division


@pytest.fixture
def places(db: None) -> Places:
    """林州 (three townships) and 汤阴 in 安阳; 柯桥 in 绍兴; 海门, renumbered from 320684."""
    return make_places()


def make_places() -> Places:
    """Write the divisions."""
    made = {name: _division(code, name, kind) for code, name, kind in _PLACES}
    Division.objects.bulk_create(made.values())
    FormerDivisionCode.objects.create(
        division=made["海门区"],
        code="320684",
        name="海门市",
        valid_to=datetime.date(2020, 7, 1),
    )
    return Places(
        linzhou=made["林州市"],
        tangyin=made["汤阴县"],
        zhenlin=made["振林街道"],
        hejian=made["合涧镇"],
        linqi=made["临淇镇"],
        chengguan=made["城关镇"],
        keqiao=made["柯桥区"],
        keqiao_street=made["柯桥街道"],
        haimen=made["海门区"],
        sanchang=made["三厂镇"],
        anyang=made["安阳市"],
        henan=made["河南省"],
    )


def load_policies() -> None:
    """The shipped documents, and the divisions that they name and `make_places` does not make.

    The files are read and checked once in each test process; later tests get copies of the rows.
    """
    if not Division.objects.filter(pk="13").exists():
        Division.objects.bulk_create(_division(*place) for place in _PLACES_OF_DOCUMENTS)
    empty = not PolicyDocument.objects.exists()
    if empty and _shipped:
        _copy_shipped()
        return
    load_policy_data()
    if empty:
        _shipped[:] = [(d, list(d.provisions.all())) for d in PolicyDocument.objects.all()]


_shipped: list[tuple[PolicyDocument, list[Provision]]] = []
_COLUMNS = [field.attname for field in Provision._meta.concrete_fields if not field.primary_key]


def _copy_shipped() -> None:
    documents = [copy(document) for document, _provisions in _shipped]
    for document in documents:
        document.pk, document._state.adding = None, True
    PolicyDocument.objects.bulk_create(documents)
    pairs = zip(documents, _shipped, strict=True)
    rows = [_row_of(p, new.pk) for new, (_old, provisions) in pairs for p in provisions]
    load(Provision, _COLUMNS, rows)


def _row_of(provision: Provision, document_id: int) -> list[object]:
    """The values of a provision for another document, as the database takes them."""
    values = {**provision.__dict__, "document_id": document_id}
    values["parameters"] = json.dumps(provision.parameters)
    return [values[name] for name in _COLUMNS]


# What the pages show: a page without English words needs users without them.
_NAMES = {
    "admin": "钱甲",
    "province": "郑庚",
    "city": "赵市",
    "county": "王辛",
    "chair": "孙丙",
    "auditor": "周审",
    "county2": "李丁",
    "chair2": "吴己",
    "chair_beside": "冯壬",
}


def make_user(username: str, role: Role, division: Division | None) -> User:
    """A user with one assignment."""
    (user,) = _make_users([(username, role, division)])
    return user


_hashed: list[str] = []


def _make_users(wanted: Sequence[tuple[str, Role, Division | None]]) -> list[User]:
    if not _hashed:
        _hashed.append(make_password(PASSWORD))
    users = User.objects.bulk_create(
        User(
            username=username,
            password=_hashed[0],
            display_name=_NAMES.get(username, username),
            is_staff=True,
        )
        for username, _role, _division in wanted
    )
    pairs = zip(users, wanted, strict=True)
    Assignment.objects.bulk_create(
        Assignment(user=user, role=role, division=division)
        for user, (_username, role, division) in pairs
    )
    return users


@dataclass(frozen=True)
class Staff:
    """One user of each role for 林州 (chair: 临淇镇), two for 汤阴, one who may do everything."""

    admin: User
    province: User
    city: User
    county: User
    chair: User
    auditor: User
    county2: User
    chair2: User
    chair_beside: User

    def all(self) -> dict[str, User]:
        """Users by name."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@pytest.fixture
def staff(places: Places) -> Staff:
    """The users; chair_beside chairs another township of the same county."""
    return make_staff(places)


def make_staff(places: Places) -> Staff:
    """Write the users."""
    users = _make_users(
        [
            ("admin", Role.SYSTEM_ADMIN, None),
            ("province", Role.PROVINCE, places.henan),
            ("city", Role.CITY, places.anyang),
            ("county", Role.COUNTY, places.linzhou),
            ("chair", Role.CHAIR, places.linqi),
            ("auditor", Role.AUDITOR, places.linzhou),
            ("county2", Role.COUNTY, places.tangyin),
            ("chair2", Role.CHAIR, places.chengguan),
            ("chair_beside", Role.CHAIR, places.hejian),
        ]
    )
    return Staff(**{user.username: user for user in users})


@pytest.fixture
def as_user() -> Callable[[User], Client]:
    """A client that is signed in as the given user."""

    return signed_in


def signed_in(user: User) -> Client:
    """A client that is signed in as the user."""
    client = WatchedClient()
    client.user_id = user.pk
    client.force_login(user, backend="accounts.backends.RoleBackend")
    return client


@dataclass(frozen=True)
class Unions:
    """Bare unions, written without services."""

    county: Union
    linqi: Union
    hejian: Union
    factory: Union
    chengguan: Union


def _union(code: str, name: str, kind: str, **fields: object) -> Union:
    return Union.objects.create(code=code, name=name, kind=kind, **fields)


@pytest.fixture
def unions(places: Places) -> Unions:
    """林州市总工会, two township unions, one grassroots union in 临淇镇, one township in 汤阴."""
    county = _union("4105810000001", "林州市总工会", UnionKind.COUNTY, county_code="410581")
    township = {"form": UnionForm.FEDERATION, "superior": county, "county_code": "410581"}
    linqi = _union(
        "4105811010001", "临淇镇工会联合会", UnionKind.TOWNSHIP, township=places.linqi, **township
    )
    hejian = _union(
        "4105811000001", "合涧镇工会联合会", UnionKind.TOWNSHIP, township=places.hejian, **township
    )
    factory = _union(
        "4105811010002",
        "示例机械有限公司工会委员会",
        UnionKind.OWN,
        county_code="410581",
        township=places.linqi,
        superior=linqi,
    )
    chengguan = _union(
        "4105231000001",
        "城关镇工会联合会",
        UnionKind.TOWNSHIP,
        county_code="410523",
        township=places.chengguan,
        form=UnionForm.FEDERATION,
    )
    return Unions(county=county, linqi=linqi, hejian=hejian, factory=factory, chengguan=chengguan)
