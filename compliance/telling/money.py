"""Words about the money that comes in."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from compliance.models import Finding
from compliance.selectors.explaining import Told
from policies.engine.kinds import Status

Words = tuple[str, str]


def _left_behind(finding: Finding, told: Told) -> Words:
    text = _("was handed over to %(to)s on %(day)s, but levies since then count for %(place)s")
    values = {
        "to": told.values["transferred_to"],
        "day": told.show("transferred_on"),
        "place": told.values["collecting_township"],
    }
    remedy = _("Please change at the levies for which township they count")
    return text % values, remedy


TELL: dict[tuple[str, str], Callable[[Finding, Told], Words]] = {
    ("R-FND-31", str(Status.VIOLATED)): _left_behind,
}
