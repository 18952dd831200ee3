"""Earmarked grants: recorded once, never below what was paid of them."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cadres.services.upkeep import allow, basis, not_to_come, same_county, verdicts_at
from federations.models import Federation, FederationTownship
from funding.choices import GrantKind, PaymentState
from funding.exact import exact
from funding.models import Grant, Payment
from funding.selectors.grants import balance, of_same_subject, project_measures
from funding.templatetags.yuan import yuan
from history.services import save_record
from policies.engine import Value, Verdict
from townships.models import Union
from townships.problems import Problem, Saved
from townships.services.common import lock_stored
from unionreg.refusals import Refused


@transaction.atomic
def save_grant(
    *, grant: Grant, user: Any, expected_version: int | None = None, reason: str = ""
) -> Saved[Grant]:
    """Save an earmarked grant of a union.

    Raises Refused for an amount that is none or less than what its payments take, for a purpose or
    recipient that payments rest on, for a closing while payments are under way; ValidationError;
    Conflict; PermissionDenied. Tells a second one-off subsidy of the same subject (R-FND-18) and a
    project subsidy outside the cases of the clause (R-FND-25).
    """
    stored = lock_stored(grant, expected_version)
    grant.county_code = grant.county_code or grant.recipient.county_code
    same_county(grant, recipient=grant.recipient)
    allow(user, grant, stored)
    _tidy(grant)
    grant.amount = exact(grant.amount)
    not_to_come(grant.granted_on, "granted_on")
    not_to_come(grant.closed_on, "closed_on")
    if stored is not None:
        _keeps_payments(grant, stored)
    save_record(instance=grant, user=user, expected_version=expected_version, reason=reason)
    return Saved(grant, (*_second_one_off(grant), *_outside_the_cases(grant)))


def _tidy(grant: Grant) -> None:
    """Without spaces around names, so that the same subject is found again."""
    for name in ("number", "title", "one_off_subject", "project_case", "purpose_text"):
        setattr(grant, name, getattr(grant, name).strip())


def _keeps_payments(grant: Grant, stored: Grant) -> None:
    """What payments rest on stays as it is."""
    rows = Payment.objects.in_county(grant.county_code).filter(grant_id=grant.pk)
    rows = rows.exclude(state=PaymentState.CANCELLED)
    if not rows.exists():
        return
    for field in ("purpose", "purpose_text", "recipient_id"):
        if getattr(grant, field) != getattr(stored, field):
            text = _("Payments rest on this grant already. Cancel or reverse them first.")
            raise Refused({field.removesuffix("_id"): text})
    taken = balance(stored).committed
    if grant.amount < taken:
        text = _("Payments of %(taken)s yuan are drawn on this grant; it cannot be less.")
        raise Refused({"amount": text % {"taken": yuan(taken)}})
    waiting = (PaymentState.DRAFT, PaymentState.REVIEWED, PaymentState.APPROVED)
    if grant.closed_on and rows.filter(state__in=waiting, reverses__isnull=True).exists():
        text = _("Payments of this grant are still under way. Pay or cancel them before closing.")
        raise Refused({"closed_on": text})


def _second_one_off(grant: Grant) -> tuple[Problem, ...]:
    """R-FND-18: told, not refused."""
    if grant.kind != GrantKind.ONE_OFF:
        return ()
    number = of_same_subject(grant)
    text = _(
        "“%(subject)s” has received a one-off subsidy before: this is number %(number)s. "
        "Please check whether it is the same one."
    )
    said = text % {"subject": grant.one_off_subject, "number": number}
    found = _verdicts("R-FND-18", grant, {"grants_of_subject": number})
    return tuple(
        Problem("R-FND-18", said, "one_off_subject", basis(one))
        for one in found
        if one.met is False
    )


def _outside_the_cases(grant: Grant) -> tuple[Problem, ...]:
    """R-FND-25: a project subsidy of a federation, outside the two cases or not to be judged."""
    if grant.kind != GrantKind.PROJECT:
        return ()
    facts = project_facts(grant.recipient)
    if facts is None:
        return ()
    wrong = _(
        "The clause gives project subsidies where the higher union keeps no funds of its own, or "
        "where the federation spans townships. Neither is so here; please check."
    )
    unknown = _(
        "It cannot be judged whether this project subsidy is one of the cases of the clause: "
        "record how the higher union keeps its account, and the townships of the federation."
    )
    problems = []
    for one in _verdicts("R-FND-25", grant, facts):
        if one.met is False or one.status == "unknown":
            said = wrong if one.met is False else unknown
            problems.append(Problem("R-FND-25", said, "kind", basis(one)))
    return tuple(problems)


def project_facts(union: Union) -> dict[str, Value] | None:
    """The measures of R-FND-25 for a federation; None for a union that is none."""
    rows = Federation.objects.in_county(union.county_code).filter(union_id=union.pk)
    federation = rows.first()
    if federation is None:
        return None
    places = FederationTownship.objects.in_county(union.county_code).filter(
        federation_id=federation.pk
    )
    return project_measures(union, places.count())


def _verdicts(rule_id: str, grant: Grant, values: dict[str, Any]) -> tuple[Verdict, ...]:
    return verdicts_at(
        rule_id,
        county_code=grant.county_code,
        township_key=grant.recipient.township_id,
        on=grant.granted_on,
        values=values,
    )
