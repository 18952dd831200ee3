"""Who led the bargaining of federations (R-RGT-03)."""

from collections.abc import Collection, Iterator

from cadres.choices import Body, Post
from cadres.models import Appointment
from compliance.choices import SubjectKind
from compliance.collectors import Case, Scope, collects
from compliance.collectors.federations import case, federations
from policies.engine import Value
from rights.models import CollectiveContract
from rights.rules import WIDER, led_by
from rights.selectors.contracts import in_force


@collects("R-RGT-03", subject=SubjectKind.FEDERATION)
def chief_negotiators(scope: Scope) -> Iterator[Case]:
    """Federations with regional or industry contracts in force: the one that fits least."""
    rows = {row.union: row for row in federations(scope)}
    found = _contracts(scope, rows)
    chairs = _chairs(scope, found)
    for union, contracts in found.items():
        told = [(one.scope, led_by(one, chairs.get(union, ()))) for one in contracts]
        kind, led = min(told, key=lambda one: _ORDER[one[1]])
        values: dict[str, Value] = {"bargaining_scope": kind, "negotiator_is_chair": led}
        yield case(scope, rows[union], values)


_ORDER = {False: 0, None: 1, True: 2}


def _contracts(scope: Scope, unions: Collection[int]) -> dict[int, list[CollectiveContract]]:
    rows = CollectiveContract.objects.in_county(scope.county_code).filter(
        in_force(scope.on), signed_on__lte=scope.on, scope__in=WIDER, union_id__in=list(unions)
    )
    found: dict[int, list[CollectiveContract]] = {}
    for row in rows.order_by("union_id", "pk"):
        found.setdefault(row.union_id, []).append(row)
    return found


def _chairs(scope: Scope, unions: Collection[int]) -> dict[int, list[Appointment]]:
    rows = Appointment.objects.in_county(scope.county_code).filter(
        union_id__in=list(unions), body=Body.COMMITTEE, post=Post.CHAIR
    )
    found: dict[int, list[Appointment]] = {}
    for row in rows.select_related("person").order_by("pk"):
        found.setdefault(row.union_id, []).append(row)
    return found
