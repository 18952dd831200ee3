"""The numbers of a part: typed, within bounds, exact."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from funding.exact import plain_amount
from policies.engine.measure_types import show_yuan

Number = Decimal | int | str
Numbers = Mapping[str, Number]
_PATTERN = re.compile(r"\d{1,13}(\.\d{1,6})?", re.ASCII)
CENT = 2


@dataclass(frozen=True)
class Spec:
    """One number of a kind of part: its name, label, unit and bounds, both included.

    `unit`: "percent", "yuan", "count" or "reading" (A or B). `needed`: the part says nothing
    without it, unless a provision is to give it.
    """

    name: str
    label: Any
    unit: str
    lowest: Decimal = Decimal(0)
    highest: Decimal = Decimal(10) ** 10
    needed: bool = True

    def read(self, value: object) -> Number:
        """The number written in `value`. Raises ValueError with what is wrong, in words."""
        text = plain_amount(str(value))
        if self.unit == "reading":
            if text not in ("A", "B"):
                raise ValueError(_("“%(value)s” is neither A nor B") % {"value": text})
            return text
        if not _PATTERN.fullmatch(text):
            raise ValueError(_("“%(value)s” is not a number of 0 or more") % {"value": text[:30]})
        return self._within(Decimal(text), text)

    def _within(self, number: Decimal, text: str) -> Number:
        if not self.lowest <= number <= self.highest:
            bounds = {"value": text, "lowest": f"{self.lowest:f}", "highest": f"{self.highest:f}"}
            said = _("“%(value)s” lies outside %(lowest)s to %(highest)s")
            raise ValueError(said % bounds)
        if self.unit == "yuan" and number != round(number, CENT):
            raise ValueError(_("“%(value)s” has more than two decimals") % {"value": text})
        if self.unit != "count":
            return number
        if number != int(number):
            raise ValueError(_("“%(value)s” is not a whole number") % {"value": text})
        return int(number)

    def show(self, number: Number) -> str:
        """The number with its unit."""
        if self.unit == "yuan":
            return show_yuan(Decimal(number))
        return f"{number}%" if self.unit == "percent" else str(number)


def read_numbers(specs: tuple[Spec, ...], raw: object) -> tuple[dict[str, Number], list[str]]:
    """The numbers of a part and a sentence for every mistake in them."""
    if not isinstance(raw, Mapping):
        return {}, [_("The numbers are not a table of names and values.")]
    known = {spec.name: spec for spec in specs}
    mistakes = [
        _("there is no number “%(name)s” in this part") % {"name": name}
        for name in sorted(set(raw) - set(known))
    ]
    found: dict[str, Number] = {}
    for name in known.keys() & raw.keys():
        if raw[name] in (None, ""):
            continue
        try:
            found[name] = known[name].read(raw[name])
        except ValueError as error:
            mistakes.append(f"{known[name].label}：{error}")
    return found, mistakes
