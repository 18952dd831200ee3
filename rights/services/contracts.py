"""Collective contracts: signed, by whom, until when (R-RGT-03, R-RGT-04)."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cadres.services.upkeep import same_county
from history.services import save_record
from rights.models import CollectiveContract
from rights.rules import negotiator_problems
from rights.services.days import refuse_outside
from townships.problems import Saved
from townships.services.common import lock_stored, refuse_too_early, refuse_too_late, today_or
from townships.services.summaries import mark_due
from unionreg.refusals import Refused


@transaction.atomic
def save_contract(
    *,
    contract: CollectiveContract,
    user: Any,
    expected_version: int | None = None,
    reason: str = "",
) -> Saved[CollectiveContract]:
    """Save a collective contract or special agreement.

    Tells when the chief negotiator of a regional or industry federation is not its chair in office
    on the day of signing, and when that cannot be judged (R-RGT-03). Raises Refused for a day to
    come or on which the union did not exist, a person of another county, an end before signing, a
    contract that is recorded already; ValidationError, Conflict.
    """
    lock_stored(contract, expected_version)
    contract.county_code = contract.union.county_code
    same_county(contract, negotiator=contract.negotiator)
    if contract.negotiator is not None:
        contract.negotiator_name = contract.negotiator.name
    if contract.signed_on is not None:
        today_or(contract.signed_on, "signed_on")
        refuse_outside(contract.union, contract.signed_on, "signed_on")
        refuse_too_early(contract.valid_from, "valid_from")
        refuse_too_late(contract.valid_to, "valid_to")
        _refuse_twice(contract)
    save_record(instance=contract, user=user, expected_version=expected_version, reason=reason)
    mark_due(county_code=contract.county_code, township_keys=[contract.union.township_id])
    return Saved(contract, tuple(negotiator_problems(contract)))


def _refuse_twice(contract: CollectiveContract) -> None:
    """One contract, one record."""
    rows = CollectiveContract.objects.in_county(contract.county_code).filter(
        union_id=contract.union_id,
        scope=contract.scope,
        kind=contract.kind,
        signed_on=contract.signed_on,
        title=contract.title,
    )
    if rows.exclude(pk=contract.pk).exists():
        text = _("“%(title)s” of %(day)s is recorded already. Give another one its own title.")
        names = {"title": contract.title, "day": contract.signed_on.isoformat()}
        raise Refused({"title": text % names})
