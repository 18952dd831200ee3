"""Major spending is decided by a meeting (R-FIN-06): asked in one place, whatever is approved."""

from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from cadres.models import Meeting
from cadres.services.upkeep import basis, verdicts_at
from funding.selectors.payments import county_federation
from townships.problems import Problem
from unionreg.refusals import Refused


def decision_problems(
    *,
    county_code: str,
    township_key: str | None,
    amount: Decimal,
    meeting: Meeting | None,
    on: date,
) -> Iterator[Problem]:
    """R-FIN-06 about one decision of `amount` yuan.

    Above the amount laid down a meeting has to be named: the rule is a warning, but the county has
    chosen the amount itself, so an approval waits for it. Where none is laid down it is told.
    """
    values = {"payment_amount": amount, "decided_by_meeting": meeting is not None}
    found = verdicts_at(
        "R-FIN-06", county_code=county_code, township_key=township_key, on=on, values=values
    )
    for verdict in found:
        if verdict.met is False:
            text = _(
                "Above the amount laid down a meeting decides, and none is named. Record the "
                "meeting and choose it here: %(said)s"
            )
            said = text % {"said": verdict.explanation}
            yield Problem("R-FIN-06", said, "meeting", basis(verdict), True, verdict)
        elif verdict.status == "unknown" and meeting is None:
            said = _(
                "Major payments are decided by a meeting, but no document in force here says from "
                "which amount on. The county can lay it down in a provision of its own."
            )
            yield Problem("R-FIN-06", said, "meeting", basis(verdict))


def fit_meeting(
    *, county_code: str, meeting: Meeting | None, on: date, also: Collection[int] = ()
) -> None:
    """Raises Refused for a meeting of another organisation and for one after the day.

    The federation of the county decides, and the unions with the ids `also`.
    """
    if meeting is None:
        return
    payer = county_federation(county_code)
    deciding = {payer.pk if payer else None, *also}
    if meeting.county_code != county_code or meeting.union_id not in deciding:
        text = _(
            "This meeting belongs to another organisation. Choose one of the federation that pays."
        )
        raise Refused({"meeting": text})
    if meeting.held_on > on:
        text = _("The meeting of %(day)s is later than the payment. Choose the one that decided.")
        raise Refused({"meeting": text % {"day": meeting.held_on.isoformat()}})
