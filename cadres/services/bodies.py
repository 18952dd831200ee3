"""Recording the bodies of an organisation besides its three committees (R-COM-16, 17, 18)."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cadres.choices import Body
from cadres.models import OrganisationBody
from history.services import save_record
from townships.problems import Saved
from townships.services.common import today_or
from townships.services.summaries import mark_due
from unionreg.refusals import Refused

# Those whose founding days stand on the union itself, or in its terms.
KEPT_ELSEWHERE = (Body.COMMITTEE, Body.AUDIT, Body.WOMEN)


@transaction.atomic
def save_body(
    *, body: OrganisationBody, user: Any, expected_version: int | None = None, reason: str = ""
) -> Saved[OrganisationBody]:
    """Save a body that was founded or closed.

    Raises Refused for days to come, a day before the founding of the organisation, and the three
    committees that are kept elsewhere; ValidationError for a second open body of the kind.
    """
    union = body.union
    body.county_code = union.county_code
    if body.kind in KEPT_ELSEWHERE:
        text = _("Record the committees with a term, and their founding days with the union.")
        raise Refused({"kind": text})
    for name in ("founded_on", "closed_on"):
        today_or(getattr(body, name), name)
    if union.founded_on and body.founded_on < union.founded_on:
        text = _("%(name)s was founded on %(day)s only. Correct one of the two days.")
        names = {"name": union.name, "day": union.founded_on.isoformat()}
        raise Refused({"founded_on": text % names})
    save_record(instance=body, user=user, expected_version=expected_version, reason=reason)
    mark_due(county_code=union.county_code, township_keys=[union.township_id])
    return Saved(body)
