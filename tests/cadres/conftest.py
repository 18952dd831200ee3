"""People and posts for the tests of cadres."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from cadres.choices import EndReason, Post
from cadres.models import Appointment, Person, Term
from cadres.services.appointments import appoint
from cadres.services.people import save_person
from townships.models import Union


def refusal(call: Callable[[], Any]) -> dict[str, list[str]]:
    """What a call is refused for, by field."""
    with pytest.raises(ValidationError) as caught:
        call()
    return caught.value.message_dict


@pytest.fixture
def person(places: Any) -> Callable[..., Person]:
    """Makes a cadre of 林州 by the service."""

    def make(name: str, id_number: str = "", **fields: Any) -> Person:
        row = Person(name=name, county_code="410581", **fields)
        return save_person(person=row, user=None, id_number=id_number).record

    return make


@pytest.fixture
def post(person: Callable[..., Person]) -> Callable[..., Appointment]:
    """Appoints somebody by the service; a text stands for a new person."""

    def make(union: Union, who: str | Person, kind: str = Post.CHAIR, **fields: Any) -> Appointment:
        holder = person(who) if isinstance(who, str) else who
        given = {"valid_from": datetime.date(2022, 3, 1), **fields}
        if given.get("valid_to"):
            given.setdefault("end_reason", EndReason.RETIREMENT)
        row = Appointment(union=union, person=holder, post=kind, **given)
        return appoint(appointment=row, user=None).record

    return make


@pytest.fixture
def term() -> Callable[..., Term]:
    """Writes a bare term of five years that began on 2022-03-01."""

    def make(union: Union, **fields: Any) -> Term:
        given = {
            "number": 1,
            "started_on": datetime.date(2022, 3, 1),
            "years": 5,
            "due_on": datetime.date(2027, 3, 1),
            **fields,
        }
        return Term.objects.create(county_code=union.county_code, union=union, **given)

    return make
