"""莲池区 in 保定 (河北, where 冀工办发〔2020〕43号 holds), its people and its unions."""

import datetime
from dataclasses import dataclass, field

import pytest

from accounts.choices import Role
from accounts.models import User
from cadres.choices import Body, Post
from cadres.models import Appointment, Person
from federations.choices import FederationKind, FederationLevel, Step
from federations.models import Federation, FoundingStep
from federations.services.founding import pass_gate
from federations.services.records import start_federation
from tests.places import load_policies, make_division, make_user
from townships.choices import UnionKind
from townships.models import Division, Union

COUNTY = "130606"


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@dataclass
class Lianchi:
    """A district with two townships, a clerk, and five unions with chairs on record."""

    county: Division
    north: Division
    south: Division
    clerk: User
    federation_of_county: Union
    unions: list[Union] = field(default_factory=list)
    federation: Federation = field(init=False)

    def start(self, **values) -> Federation:
        """An open founding file, unless told otherwise of an industry federation of the county."""
        known = {"kind": FederationKind.INDUSTRY, "level": FederationLevel.COUNTY}
        federation = Federation(**{**known, "has_party_org": True, **values})
        union = Union(name="保定市莲池区货运行业工会联合会", county_code=COUNTY)
        saved = start_federation(
            federation=federation, union=union, townships=[self.north, self.south], user=self.clerk
        )
        return saved.record

    def gate(self, federation: Federation, step: Step, on: str, **values):
        """Pass a gate."""
        papers = {"document_no": "莲工〔2024〕1号", "by": "莲池区总工会"}
        row = FoundingStep(federation=federation, step=step, done_on=day(on), **papers, **values)
        return pass_gate(step=row, user=self.clerk)

    def post(self, union: Union, name: str, post: Post = Post.CHAIR, **values) -> Appointment:
        """Somebody in a post, written without a service."""
        person = Person.objects.create(county_code=COUNTY, name=name, township=union.township)
        known = {"body": Body.COMMITTEE, "valid_from": day("2024-01-01")}
        return Appointment.objects.create(
            county_code=COUNTY, union=union, person=person, post=post, **{**known, **values}
        )


@pytest.fixture
def lianchi(db) -> Lianchi:
    """The district, without the documents."""
    return make_lianchi()


def make_lianchi() -> Lianchi:
    for code, name, kind in (
        ("13", "河北省", "province"),
        ("1306", "保定市", "city"),
        (COUNTY, "莲池区", "district"),
        ("130606001", "和平里街道", "street"),
        ("130606002", "五四路街道", "street"),
    ):
        if not Division.objects.filter(pk=code).exists():
            make_division(code, name, kind)
    place = {key: Division.objects.get(pk=key) for key in (COUNTY, "130606001", "130606002")}
    above = Union.objects.create(
        county_code=COUNTY, code="1306069000001", name="莲池区总工会", kind=UnionKind.COUNTY
    )
    clerk = make_user("lianchi", Role.COUNTY, place[COUNTY])
    world = Lianchi(place[COUNTY], place["130606001"], place["130606002"], clerk, above)
    for number, township in enumerate((world.north, world.north, world.south, world.south), 1):
        union = Union.objects.create(
            county_code=COUNTY,
            code=f"130606900001{number}",
            name=f"第{number}货运公司工会委员会",
            kind=UnionKind.OWN,
            township=township,
            superior=above,
            founded_on=day("2020-01-01"),
        )
        world.post(union, "甲乙丙丁"[number - 1] + "主席")
        world.unions.append(union)
    return world


@pytest.fixture
def documents(places) -> Lianchi:
    """The district with the documents that hold there."""
    load_policies()
    return make_lianchi()
