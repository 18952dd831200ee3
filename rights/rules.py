"""What the rules say about a collective contract."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from cadres.models import Appointment
from cadres.selectors.posts import chair_on
from cadres.services.upkeep import basis, verdicts_at
from policies.engine import Value
from policies.engine.kinds import Status
from rights.choices import ContractScope
from rights.models import CollectiveContract
from townships.choices import UnionKind
from townships.problems import Problem

WIDER = (ContractScope.REGIONAL, ContractScope.INDUSTRY)
RULE = "R-RGT-03"


def negotiator_is_chair(contract: CollectiveContract) -> bool | None:
    """Whether the chair in office on the day of signing led the bargaining; None: not recorded.

    Where only a name is recorded the name is compared.
    """
    chair = chair_on(contract.union, contract.signed_on)
    return led_by(contract, [] if chair is None else [chair])


def led_by(contract: CollectiveContract, chairs: Iterable[Appointment]) -> bool | None:
    """The same of a contract whose chairs are read already, whatever their days in office."""
    day = contract.signed_on
    held = (one for one in chairs if one.valid_from <= day)
    chair = next((one for one in held if one.valid_to is None or one.valid_to >= day), None)
    if chair is None or not contract.negotiator_name:
        return None
    if contract.negotiator_id is not None:
        return bool(contract.negotiator_id == chair.person_id)
    return bool(contract.negotiator_name.strip() == chair.person.name)


def negotiator_problems(contract: CollectiveContract) -> Iterator[Problem]:
    """R-RGT-03 of the federation that signed; told, never refused."""
    if contract.union.kind != UnionKind.FEDERATION or contract.scope not in WIDER:
        return
    led = negotiator_is_chair(contract)
    values: dict[str, Value] = {
        "bargaining_scope": contract.scope,
        "negotiator_is_chair": led,
    }
    found = verdicts_at(
        RULE,
        county_code=contract.county_code,
        township_key=contract.union.township_id,
        on=contract.signed_on,
        values=values,
    )
    for verdict in found:
        if verdict.met is False:
            yield Problem(RULE, _different(contract), "negotiator", basis(verdict))
        elif verdict.status is Status.UNKNOWN:
            yield Problem(RULE, _unknown(contract), "negotiator", basis(verdict))


def _different(contract: CollectiveContract) -> str:
    chair = chair_on(contract.union, contract.signed_on)
    text = _(
        "The chief negotiator of a federation is its chair: on %(day)s that was %(chair)s, not "
        "%(name)s. Please check both records."
    )
    names = {"name": contract.negotiator_name, "chair": chair.person.name if chair else ""}
    return text % {**names, "day": contract.signed_on.isoformat()}


def _unknown(contract: CollectiveContract) -> str:
    text = _(
        "Whether the chair of %(name)s led the bargaining cannot be judged: the chief negotiator "
        "or the chair of %(day)s is not recorded. Please record both."
    )
    return text % {"name": contract.union.name, "day": contract.signed_on.isoformat()}
