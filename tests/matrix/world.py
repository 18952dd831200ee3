"""Records of every kind in every sort of place, and how each place lies to each user.

A place (`Spot`) is a township, or a county, city or province without township: what belongs to an
office itself. Every record carries the mark of its spot in a text that lists and pages show.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from django.core.files.base import ContentFile

from accounts.choices import Role
from accounts.models import Assignment, User
from attachments.models import Attachment
from cadres.models import Appointment, Person
from compliance.models import Finding, StoredVerdict
from compliance.services.feeds import make_address
from federations.models import Federation
from history.models import Change
from imports.models import ImportBatch
from members.choices import IdType
from members.models import Member, MemberExport, Membership
from members.sealing import seal
from tests.matrix.allocations_world import ALLOCATION_MAKERS
from tests.matrix.books_world import BOOK_MAKERS
from tests.matrix.levy_world import LEVY_MAKERS
from tests.matrix.money_payments_world import PAYMENT_MAKERS
from tests.matrix.policy_world import POLICY_MAKERS
from tests.matrix.rights_world import RIGHTS_MAKERS
from tests.matrix.staff_world import STAFF_MAKERS
from tests.matrix.terms_world import TERM_MAKERS
from tests.places import make_places, make_staff, make_user
from townships.choices import UnionForm, UnionKind
from townships.models import Division, Employer, TownshipStatistics, Union


@dataclass(frozen=True)
class Spot:
    """A place in which records lie: registry key of the county, of the township, of itself."""

    name: str
    county_code: str
    division: str
    township: str | None = None

    @property
    def mark(self) -> str:
        """What the records of this spot have in their texts, and nothing else has."""
        return f"Mark{self.name.title()}Mark"


SPOTS = {
    spot.name: spot
    for spot in (
        Spot("linqi", "410581", "410581101", "410581101"),
        Spot("hejian", "410581", "410581100", "410581100"),
        Spot("linzhou", "410581", "410581"),
        Spot("chengguan", "410523", "410523100", "410523100"),
        Spot("tangyin", "410523", "410523"),
        Spot("anyang", "410500", "4105"),
        Spot("henan", "410000", "41"),
        Spot("keqiao", "330603", "330603001", "330603001"),
        Spot("shaoxing", "330600", "3306"),
        Spot("zhejiang", "330000", "33"),
    )
}

# What each user sees, and what not: outside, by how it lies to his own place.
INSIDE: dict[str, dict[str, str]] = {
    "admin": {"inside": "henan", "below": "linqi"},
    "province": {"inside": "henan", "below": "linqi"},
    "city": {"inside": "anyang", "below": "linqi"},
    "local_admin": {"inside": "linzhou", "below": "linqi"},
    "county": {"inside": "linzhou", "below": "linqi"},
    "auditor": {"inside": "linzhou", "below": "linqi"},
    "chair": {"inside": "linqi"},
    "two_places": {
        "inside": "tangyin",
        "below": "chengguan",
        "inside, for reading": "linzhou",
        "below, for reading": "linqi",
    },
}
OUTSIDE: dict[str, dict[str, str]] = {
    "admin": {},
    "province": {"beside": "zhejiang", "below beside": "keqiao"},
    "city": {"beside": "shaoxing", "below beside": "keqiao", "above": "henan"},
    "local_admin": {"beside": "tangyin", "below beside": "chengguan", "above": "anyang"},
    "county": {"beside": "tangyin", "below beside": "chengguan", "above": "anyang"},
    "auditor": {"beside": "tangyin", "below beside": "chengguan", "above": "anyang"},
    "chair": {"beside": "hejian", "beside above": "chengguan", "above": "linzhou"},
    "two_places": {"below beside": "keqiao", "above": "anyang"},
}
SEES: dict[str, set[str]] = {
    "admin": set(SPOTS),
    "province": {"henan", "anyang", "linzhou", "tangyin", "linqi", "hejian", "chengguan"},
    "city": {"anyang", "linzhou", "tangyin", "linqi", "hejian", "chengguan"},
    "local_admin": {"linzhou", "linqi", "hejian"},
    "county": {"linzhou", "linqi", "hejian"},
    "auditor": {"linzhou", "linqi", "hejian"},
    "chair": {"linqi"},
    "two_places": {"tangyin", "chengguan", "linzhou", "linqi", "hejian"},
}
# Who has several roles counts at each spot as the user of the table who has only that role.
COUNTS_AS: dict[str, dict[str, str]] = {
    "two_places": {
        "tangyin": "local_admin",
        "chengguan": "local_admin",
        "linzhou": "auditor",
        "linqi": "auditor",
        "hejian": "auditor",
    },
}
USERS = tuple(INSIDE)


def role_at(user: str, spot: str) -> str:
    """The user of the table as whom `user` counts at a spot: mostly himself."""
    return COUNTS_AS.get(user, {}).get(spot, user)


def roles_of(user: str) -> set[str]:
    """Everybody as whom `user` counts somewhere."""
    return set(COUNTS_AS.get(user, {}).values()) or {user}


@dataclass
class World:
    """The users and, by kind and spot, the records."""

    users: dict[str, User]
    records: dict[str, dict[str, Any]] = field(default_factory=dict)

    def record(self, kind: str, spot: str) -> Any:
        """The record of a kind at a spot; None when the kind does not exist there."""
        return self.records[kind].get(spot)


def build() -> World:
    """Places, users, and one record of each kind at each spot where it can be."""
    places = make_places()
    users = make_staff(places).all()
    users["local_admin"] = make_user("local_admin", Role.SYSTEM_ADMIN, places.linzhou)
    users["two_places"] = make_user("two_places", Role.SYSTEM_ADMIN, places.tangyin)
    Assignment.objects.create(user=users["two_places"], role=Role.AUDITOR, division=places.linzhou)
    world = World({name: users[name] for name in USERS})
    for kind, make in MAKERS.items():
        made = {name: make(world, spot) for name, spot in SPOTS.items()}
        world.records[kind] = {name: row for name, row in made.items() if row is not None}
    return world


def _division(world: World, spot: Spot) -> Division:
    return Division.objects.get(pk=spot.division)


def _union(world: World, spot: Spot, kind: str, **values: Any) -> Union:
    known = {
        "county_code": spot.county_code,
        "township_id": spot.township,
        "code": f"{spot.division}{kind}"[:16],
        "name": f"{kind}{spot.mark}",
        "kind": kind,
    }
    return Union.objects.create(**{**known, **values})


def _township_union(world: World, spot: Spot) -> Union | None:
    form = UnionForm.FEDERATION
    return _union(world, spot, UnionKind.TOWNSHIP, form=form) if spot.township else None


def _grassroots_union(world: World, spot: Spot) -> Union:
    return _union(world, spot, UnionKind.FEDERATION)


def _industry(world: World, spot: Spot) -> Federation:
    """A federation of grassroots unions with its record."""
    code, name = f"8{spot.division}"[:16], f"industry{spot.mark}"
    union = _union(world, spot, UnionKind.FEDERATION, code=code, name=name)
    return Federation.objects.create(
        county_code=spot.county_code, union=union, kind="industry", level="county"
    )


def _federation(world: World, spot: Spot) -> Union | None:
    return None if spot.township else _union(world, spot, UnionKind.COUNTY)


def _employer(world: World, spot: Spot) -> Employer:
    return Employer.objects.create(
        county_code=spot.county_code, township_id=spot.township, name=spot.mark
    )


def _statistics(world: World, spot: Spot) -> TownshipStatistics | None:
    if not spot.township:
        return None
    return TownshipStatistics.objects.create(
        county_code=spot.county_code,
        township_id=spot.township,
        as_of="2026-06-30",
        source=spot.mark,
    )


def _member(world: World, spot: Spot) -> Member:
    union = world.record("grassroots union", spot.name)
    member = Member.objects.create(
        county_code=spot.county_code,
        name=spot.mark,
        name_pinyin=spot.mark.lower(),
        sex="1",
        id_type=IdType.PASSPORT,
        **seal(IdType.PASSPORT, f"E{spot.division[-8:]:0>8}")._asdict(),
        union=union,
        township_id=spot.township,
    )
    Membership.objects.create(county_code=spot.county_code, member=member, union=union)
    return member


def _cadre(world: World, spot: Spot) -> Person:
    return Person.objects.create(
        county_code=spot.county_code,
        name=spot.mark,
        name_pinyin=spot.mark.lower(),
        id_type=IdType.PASSPORT,
        **seal(IdType.PASSPORT, f"C{spot.division[-8:]:0>8}")._asdict(),
        township_id=spot.township,
    )


def _post(world: World, spot: Spot) -> Appointment:
    return Appointment.objects.create(
        county_code=spot.county_code,
        union=world.record("grassroots union", spot.name),
        person=world.record("cadre", spot.name),
        post="officer",
        valid_from="2026-06-30",
    )


def _batch(world: World, spot: Spot) -> ImportBatch:
    return ImportBatch.objects.create(
        county_code=spot.county_code,
        township_id=spot.township,
        kind="members",
        state="discarded",
        original_name=f"{spot.mark}.xlsx",
        file=f"{spot.division}.xlsx",
        size=1,
        failed_count=1,
    )


def _change(world: World, spot: Spot) -> Change:
    return Change.objects.create(
        county_code=spot.county_code,
        township_key=spot.township or "",
        model="townships.employer",
        object_id="1",
        object_label=spot.mark,
        action="~",
        fields={"name": ["a", spot.mark]},
    )


def _user(world: World, spot: Spot) -> User:
    user = User.objects.create_user(username=spot.name + "-x", display_name=spot.mark)
    Assignment.objects.create(user=user, role="auditor", division_id=spot.division)
    return user


def _verdict(world: World, spot: Spot) -> StoredVerdict:
    provision = world.record("provision", spot.name)
    return StoredVerdict.objects.create(
        county_code=spot.county_code,
        township_key=spot.township or spot.county_code,
        rule_id=provision.rule_id,
        subject="union",
        subject_key=str(world.record("grassroots union", spot.name).pk),
        subject_label=spot.mark,
        provision=provision,
        status="violated",
        met=False,
        kind="W",
        modality="must",
        document=spot.mark,
        clause="一",
        judged_on="2026-06-30",
    )


def _finding(world: World, spot: Spot) -> Finding:
    verdict = world.record("verdict", spot.name)
    names = ("county_code", "township_key", "rule_id", "subject", "subject_key", "subject_label")
    return Finding.objects.create(
        **{name: getattr(verdict, name) for name in names},
        verdict=verdict,
        urgency="other",
        first_seen="2026-06-30",
    )


def _export(world: World, spot: Spot) -> MemberExport | None:
    """A workbook that the county's clerk asked for; a place means nothing to it."""
    if spot.name != "linzhou":
        return None
    return MemberExport.objects.create(user=world.users["county"], language="zh-hans")


def _feed(world: World, spot: Spot) -> Any:
    """The secret address of somebody without a place: it shows nothing to whoever has it."""
    if spot.name != "linzhou":
        return None
    user = User.objects.create_user(username="feed-x")
    return SimpleNamespace(pk=make_address(user))


def _attachment(world: World, spot: Spot) -> Attachment:
    return Attachment.objects.create(
        county_code=spot.county_code,
        union=world.record("grassroots union", spot.name),
        title=spot.mark,
        original_name=f"{spot.mark}.pdf",
        file=ContentFile(b"%PDF-1.7", name="x"),
        size=8,
    )


# In this order: later kinds refer to earlier ones.
MAKERS: dict[str, Callable[[World, Spot], Any]] = {
    "division": _division,
    "township union": _township_union,
    "grassroots union": _grassroots_union,
    "federation": _federation,
    "industry federation": _industry,
    "employer": _employer,
    "statistics": _statistics,
    "member": _member,
    "cadre": _cadre,
    "post": _post,
    "batch": _batch,
    "change": _change,
    "user": _user,
    **POLICY_MAKERS,
    "verdict": _verdict,
    "finding": _finding,
    **STAFF_MAKERS,
    **RIGHTS_MAKERS,
    **PAYMENT_MAKERS,
    **LEVY_MAKERS,
    **TERM_MAKERS,
    **ALLOCATION_MAKERS,
    **BOOK_MAKERS,
    "export": _export,
    "feed": _feed,
    "attachment": _attachment,
}
