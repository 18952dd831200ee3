"""More types of measure: days, amounts of money, percentages, choices from a list, texts."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from .measures import NO, UNKNOWN, Typed, Value

if TYPE_CHECKING:
    from .measures import Text as Words

# Recorded as not having happened (yet), which is not the same as not recorded.
NEVER = date.max
NEVER_WORDS = (NO - {"0"}) | {"never", "not yet", "尚未", "未"}
_SEPARATOR = re.compile(r"[,，、;；]")


def read_day(text: str) -> date:
    """YYYY-MM-DD as a date. Raises `ValueError` for any other way to write one."""
    # Python reads 20260315 and 2026-W11-7 as well; people mistype rather than mean them.
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise ValueError(text)
    return date.fromisoformat(text)


def show_day(day: date) -> str:
    """The day for people."""
    return _("not yet") if day == NEVER else day.isoformat()


@dataclass(frozen=True)
class Day(Typed[date]):
    """The day something happened, or `NEVER`."""

    type_name = "date"

    def accept(self, value: object) -> Value:
        # A datetime is a date in Python, but its day depends on a time zone.
        if value is None or type(value) is date:
            return value
        raise self.refuse(value)

    def parse(self, text: str) -> Value:
        word = text.strip().lower()
        if word in UNKNOWN:
            return None
        if word in NEVER_WORDS:
            return NEVER
        try:
            return read_day(word)
        except ValueError:
            raise self.refuse(text) from None

    def show(self, value: Value) -> str:
        return show_day(value) if isinstance(value, date) else ""

    def expected(self) -> str:
        return _("Write a date like 2026-03-15, or “never”.")


@dataclass(frozen=True)
class Days(Typed[tuple[date, ...]]):
    """All days on which something happened; an empty tuple when it never did."""

    type_name = "dates"

    def accept(self, value: object) -> Value:
        if value is None:
            return None
        if isinstance(value, list | tuple) and all(type(day) is date for day in value):
            return tuple(value)
        raise self.refuse(value)

    def parse(self, text: str) -> Value:
        word = text.strip().lower()
        if word in UNKNOWN:
            return None
        if word in NEVER_WORDS:
            return ()
        try:
            return tuple(read_day(part.strip()) for part in _SEPARATOR.split(word))
        except ValueError:
            raise self.refuse(text) from None

    def show(self, value: Value) -> str:
        days = value if isinstance(value, tuple) else ()
        return _(", ").join(str(day) for day in days) or _("not yet")

    def expected(self) -> str:
        return _("Write dates like 2026-03-15,2026-09-20, or “never”.")


@dataclass(frozen=True)
class DecimalMeasure(Typed[Decimal]):
    """An exact decimal number, 0 or more, with so many digits after the point at most."""

    type_name = "decimal"
    digits = 2
    largest = Decimal(10) ** 13

    def accept(self, value: object) -> Value:
        if value is None:
            return None
        # Binary fractions are refused: 0.1 is none, and money is exact.
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise self.refuse(value)
        number = Decimal(value)
        if not number.is_finite() or not 0 <= number < self.largest:
            raise self.refuse(value)
        if number != round(number, self.digits):
            raise self.refuse(value)
        return self.kept(number)

    def kept(self, number: Decimal) -> Decimal:
        """The number as it is stored and printed."""
        return number

    def parse(self, text: str) -> Value:
        text = text.strip()
        if text.lower() in UNKNOWN:
            return None
        if not re.fullmatch(r"\d{1,15}(\.\d{1,9})?", text, re.ASCII):
            raise self.refuse(text)
        return self.accept(Decimal(text))


@dataclass(frozen=True)
class Amount(DecimalMeasure):
    """An amount of money in yuan, to the 分."""

    type_name = "yuan"

    def kept(self, number: Decimal) -> Decimal:
        return round(number, 2)

    @property
    def unit(self) -> str:
        return _("yuan")

    def show(self, value: Value) -> str:
        return show_yuan(value)

    def expected(self) -> str:
        return _("Write an amount in yuan like 1234.50.")


def show_yuan(value: Value) -> str:
    """The amount with its unit, always with 分."""
    return _("%(figure)s yuan") % {"figure": f"{value:,.2f}"}


@dataclass(frozen=True)
class Percentage(DecimalMeasure):
    """A number of percent, exactly as it is recorded: 9.9 means 9.9 %."""

    type_name = "percent"
    digits = 6
    largest = Decimal(1000)

    @property
    def unit(self) -> str:
        return "%"

    def show(self, value: Value) -> str:
        return f"{value}%"

    def expected(self) -> str:
        return _("Write percent like 60 or 59.99.")


@dataclass(frozen=True)
class Choice(Typed[str]):
    """One code of a list; people may write the Chinese word as well."""

    codes: tuple[tuple[str, "Words"], ...] = ()
    also: tuple[tuple[str, str], ...] = ()  # other ways to write a code

    type_name = "choice"

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(code for code, _label in self.codes)

    def accept(self, value: object) -> Value:
        if value is None or (isinstance(value, str) and value in dict(self.codes)):
            return value
        raise self.refuse(value)

    def parse(self, text: str) -> Value:
        word = text.strip()
        if word.lower() in UNKNOWN:
            return None
        written: dict[str, Any] = {str(label): code for code, label in self.codes}
        written |= dict(self.also)
        return self.accept(written.get(word, word))

    def show(self, value: Value) -> str:
        return str(dict(self.codes).get(str(value), ""))

    def expected(self) -> str:
        codes = ", ".join(f"{code}（{label}）" for code, label in self.codes)
        return _("Write one of: %(codes)s.") % {"codes": codes}


@dataclass(frozen=True)
class Text(Typed[str]):
    """Words, such as a name."""

    type_name = "text"
    longest = 500

    def accept(self, value: object) -> Value:
        if value is None or (isinstance(value, str) and len(value) <= self.longest):
            return value
        raise self.refuse(value)

    def parse(self, text: str) -> Value:
        return None if text.strip().lower() in UNKNOWN else self.accept(text.strip())

    def show(self, value: Value) -> str:
        return f"“{value}”"

    def expected(self) -> str:
        return _("Write at most %(longest)s characters.") % {"longest": self.longest}
