"""The numbers of a year that an office records."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from funding.exact import plain_amount
from funding.models import YearInput
from funding.schemes.inputs import INPUTS
from history.services import save_record
from policies.engine import BadValue
from townships.choices import Level
from townships.problems import Saved
from townships.services.common import lock_stored, settle_county
from unionreg.refusals import Refused


@transaction.atomic
def save_year_input(
    *, year_input: YearInput, user: Any, expected_version: int | None = None, reason: str = ""
) -> Saved[YearInput]:
    """Save one number of a township, or of the county where no township is named.

    Raises Refused for a value that the measure does not take and for a place of another county,
    ValidationError, Conflict when somebody else saved.
    """
    stored = lock_stored(year_input, expected_version)
    settle_county(year_input, stored, user)
    township = year_input.township
    if township is not None and township.level != Level.TOWNSHIP:
        raise Refused({"township": _("Choose a township or street.")})
    year_input.value = clean_value(year_input.name, year_input.value)
    save_record(instance=year_input, user=user, expected_version=expected_version, reason=reason)
    return Saved(year_input)


def clean_value(name: str, text: str) -> str:
    """The value as it is stored. Raises Refused for one that the measure does not take."""
    measure = INPUTS.get(name)
    if measure is None:
        raise Refused({"name": _("Choose which number it is.")})
    try:
        value = measure.parse(plain_amount(text))
    except BadValue as error:
        known = {"label": measure.label, "value": text, "expected": measure.expected()}
        words = _("%(label)s cannot be “%(value)s”. %(expected)s") % known
        raise Refused({"value": words}) from error
    if value is None:
        raise Refused({"value": _("Give the number. What is not known is simply not recorded.")})
    return str(value)
