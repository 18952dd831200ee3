"""Days on which a union can have done something."""

from datetime import date

from django.utils.translation import gettext as _

from townships.models import Union
from townships.services.common import first_day_of
from unionreg.refusals import Refused


def refuse_outside(union: Union, day: date, field: str) -> None:
    """Raises Refused for a day before the founding or its approval, and after the closing."""
    first, last = first_day_of(union), union.closed_on
    if first and day < first:
        text = _("%(name)s was approved or founded on %(day)s only. Correct the day.")
        raise Refused({field: text % {"name": union.name, "day": first.isoformat()}})
    if last and day > last:
        text = _("%(name)s was closed on %(day)s. Correct the day.")
        raise Refused({field: text % {"name": union.name, "day": last.isoformat()}})
