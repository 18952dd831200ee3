"""From a trial to a draft: the form of a new provision, filled in with the numbers that were tried.

Document and clause are for the office to name: a trial knows none, and nothing is stored before the
form is saved.
"""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from compliance.simulator.desk import Desk
from policies.forms import PREFIX
from policies.selectors.offices import DRAFT


def draft_url(desk: Desk, user: Any) -> str:
    """The address of the form; "" for those who write no policy for the place."""
    if desk.collector is None or desk.parameters is None or desk.refused:
        return ""
    if not user.scope_for(DRAFT).holds(desk.area.division):
        return ""
    given = {
        "rule": desk.collector.rule_id,
        "place": desk.area.division.key,
        "valid_from": desk.new.on.isoformat(),
    }
    numbers = {PREFIX + name: _text(value) for name, value in desk.parameters.whole.items()}
    return f"{reverse('admin:policies_provision_add')}?{urlencode(given | numbers)}"


def _text(value: object) -> str:
    """A parameter as its field reads it."""
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
