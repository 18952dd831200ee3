"""Part-time allowances: for whom (R-FND-21) and how much (R-FND-20)."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.choices import AppointmentType
from cadres.models import Allowance
from cadres.services.upkeep import allow, basis, same_county, verdicts_at
from history.services import save_record
from policies.engine import Verdict
from townships.problems import Problem, Saved
from townships.services.common import lock_stored
from unionreg.refusals import Refused

MONTHS_OF_A_YEAR = 12


@transaction.atomic
def save_allowance(
    *,
    allowance: Allowance,
    user: Any,
    expected_version: int | None = None,
    reason: str = "",
) -> Saved[Allowance]:
    """Save an allowance of a post that is held part-time.

    Raises Refused for a public official and for somebody of whom it is not recorded whether he is
    one (总工办发〔2019〕24号 八, R-FND-21), for a post that is not part-time and for days outside
    the time in office; ValidationError; Conflict. Tells when the amount lies outside the range of
    a provision in force at the place (R-FND-20).
    """
    stored = lock_stored(allowance, expected_version)
    allowance.county_code = allowance.county_code or allowance.appointment.county_code
    same_county(allowance, appointment=allowance.appointment)
    allow(user, allowance, stored)
    _part_time(allowance)
    _in_office(allowance)
    _no_official(allowance)
    save_record(instance=allowance, user=user, expected_version=expected_version, reason=reason)
    return Saved(allowance, _outside_range(allowance))


def _part_time(allowance: Allowance) -> None:
    """The clause speaks of a part-time allowance (兼职补贴)."""
    kind = allowance.appointment.appointment_type
    if not kind:
        text = _(
            "It is not recorded whether this post is held full-time or part-time. Record it with "
            "the post first: the allowance is for part-time posts."
        )
        raise Refused({"appointment": text})
    if kind != AppointmentType.PARTTIME:
        text = _("This post is held %(kind)s; the allowance is for part-time posts only.")
        held = AppointmentType(kind).label
        raise Refused({"appointment": text % {"kind": held}})


def _in_office(allowance: Allowance) -> None:
    post = allowance.appointment
    if allowance.valid_from < post.valid_from:
        text = _("The post was taken up on %(day)s; the allowance cannot begin earlier.")
        raise Refused({"valid_from": text % {"day": post.valid_from.isoformat()}})
    if post.valid_to and (allowance.valid_to is None or allowance.valid_to > post.valid_to):
        text = _("The post ended on %(day)s; the allowance ends on that day at the latest.")
        raise Refused({"valid_to": text % {"day": post.valid_to.isoformat()}})


def _no_official(allowance: Allowance) -> None:
    """R-FND-21, judged on the last day for which the allowance is paid."""
    values = {
        "allowance": allowance.monthly,
        "is_public_official": allowance.appointment.person.is_public_official,
    }
    for verdict in _verdicts("R-FND-21", allowance, values):
        if verdict.met is False:
            text = _(
                "%(name)s is a public official, and a part-time allowance is only for people who "
                "are not (%(basis)s). It cannot be recorded; if this is a mistake, correct the "
                "record of the person."
            )
        elif verdict.status == "unknown":
            text = _(
                "It is not recorded whether %(name)s is a public official. Record it with the "
                "person first: a part-time allowance is only for people who are not (%(basis)s)."
            )
        else:
            continue
        named = {"name": allowance.appointment.person, "basis": basis(verdict)}
        raise Refused({"appointment": text % named})


def _outside_range(allowance: Allowance) -> tuple[Problem, ...]:
    """R-FND-20 is the practice of some places: told, not refused."""
    values = {"rate": allowance.monthly, "months": MONTHS_OF_A_YEAR}
    failed = [one for one in _verdicts("R-FND-20", allowance, values) if one.met is False]
    text = _("%(monthly)s yuan a month lies outside what is given here. Please check the amount.")
    said = text % {"monthly": allowance.monthly}
    return tuple(Problem("R-FND-20", said, "monthly", basis(verdict)) for verdict in failed)


def _verdicts(rule_id: str, allowance: Allowance, values: dict[str, Any]) -> tuple[Verdict, ...]:
    return verdicts_at(
        rule_id,
        county_code=allowance.county_code,
        township_key=allowance.appointment.union.township_id,
        on=_judged_on(allowance),
        values=values,
    )


def _judged_on(allowance: Allowance) -> date:
    """Today as long as it is paid, else the last day; one to come on its first day."""
    last = min(allowance.valid_to or timezone.localdate(), timezone.localdate())
    return max(last, allowance.valid_from)
