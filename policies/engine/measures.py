"""Measures: the named numbers and facts a rule looks at.

A measure is a count (`Count`) or a yes/no fact (`Fact`); days, amounts, choices and texts are in
`measure_types`. None stands for "nobody recorded it". Wordings are lazy translations with the
placeholder `%(figure)s`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .errors import BadValue, UnknownMeasure, Unrecorded

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise

Value = int | bool | Decimal | date | str | tuple[date, ...] | tuple[str, ...] | None
T = TypeVar("T")
YES_WORD = gettext_lazy("yes")
NO_WORD = gettext_lazy("no")


class Values(dict[str, Value]):
    """What is recorded about a subject on the day `on`; None = nobody recorded it.

    `since` is the first day of the provision it is judged by.
    """

    def __init__(self, values: Mapping[str, Value], on: date, since: date) -> None:
        super().__init__(values)
        self.on = on
        self.since = since


# Larger counts do not fit the integer columns they would come from.
LARGEST_COUNT = 2_147_483_647
YES = frozenset({"true", "yes", "1", "是", "能", "有"})
NO = frozenset({"false", "no", "0", "否", "不能", "没有", "无"})
UNKNOWN = frozenset({"", "unknown", "null", "none", "未知", "不详"})


@dataclass(frozen=True)
class Measure:
    """What every measure has: its name in data and commands, its label, and what it means."""

    name: str
    label: "Text"
    meaning: "Text"

    type_name = "?"

    def accept(self, value: object) -> Value:
        """The value itself if it fits the type. Raises `BadValue`."""
        raise NotImplementedError

    def parse(self, text: str) -> Value:
        """The value written in `text`; empty or "unknown" is None. Raises `BadValue`."""
        raise NotImplementedError

    def show(self, value: Value) -> str:
        """The value with its unit, for people."""
        raise NotImplementedError

    @property
    def unit(self) -> str:
        """The unit alone, or nothing."""
        return ""

    @property
    def values(self) -> tuple[str, ...]:
        """The codes it can take, none when it is no code list."""
        return ()

    def refuse(self, value: object) -> BadValue:
        return BadValue(
            _("%(name)s (%(label)s) cannot be “%(value)s”. %(expected)s")
            % {
                "name": self.name,
                "label": self.label,
                "value": value,
                "expected": self.expected(),
            }
        )

    def expected(self) -> str:
        raise NotImplementedError


@dataclass(frozen=True)
class Typed(Measure, Generic[T]):
    """A measure whose values are of one Python type."""

    def of(self, values: Values) -> T | None:
        """Its value, None when nobody recorded it."""
        return cast("T | None", values.get(self.name))

    def needed(self, values: Values) -> T:
        """Its value. Raises `Unrecorded` when there is none: the verdict becomes unknown."""
        value = self.of(values)
        if value is None:
            raise Unrecorded
        return value


@dataclass(frozen=True)
class Count(Typed[int]):
    """A whole number, 0 or more. `amount` is the number with unit, `lacking` what is short."""

    amount: "Text" = "%(figure)s"
    lacking: "Text" = ""
    largest: int = LARGEST_COUNT

    type_name = "int"

    def accept(self, value: object) -> Value:
        if value is None:
            return None
        # bool is an int in Python; True is no number of firms.
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.refuse(value)
        if not 0 <= value <= self.largest:
            raise self.refuse(value)
        return value

    def parse(self, text: str) -> Value:
        text = text.strip()
        if text.lower() in UNKNOWN:
            return None
        if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_COUNT))):
            raise self.refuse(text)
        return self.accept(int(text))

    def show(self, value: Value) -> str:
        return str(self.amount) % {"figure": f"{value:,}"}

    def lack(self, number: int) -> str:
        """“3 more firms”: what is short, as a noun."""
        lacking = self.lacking or _("%(figure)s more: %(label)s")
        return str(lacking) % {"figure": f"{number:,}", "label": self.label}

    @property
    def unit(self) -> str:
        return (str(self.amount) % {"figure": ""}).strip()

    def expected(self) -> str:
        return _("Write a whole number from 0 to %(largest)s.") % {"largest": self.largest}


@dataclass(frozen=True)
class Fact(Typed[bool]):
    """A yes or no, with the words for both and for what is short when the answer is no."""

    yes: "Text" = YES_WORD
    no: "Text" = NO_WORD
    lacking: "Text" = ""

    type_name = "bool"

    def accept(self, value: object) -> Value:
        if value is None or isinstance(value, bool):
            return value
        raise self.refuse(value)

    def parse(self, text: str) -> Value:
        word = text.strip().lower()
        if word in UNKNOWN:
            return None
        if word not in YES | NO:
            raise self.refuse(text)
        return word in YES

    def show(self, value: Value) -> str:
        return str(self.yes if value else self.no)

    def lack(self) -> str:
        """What is short, as a noun."""
        return str(self.lacking or self.label)

    def expected(self) -> str:
        return _("Write true or false.")


class MeasureRegistry:
    """All measures by name. Apps add theirs when they start."""

    def __init__(self) -> None:
        self._measures: dict[str, Measure] = {}

    def __iter__(self) -> Iterator[Measure]:
        return iter(self._measures.values())

    def add(self, *measures: Measure) -> None:
        """Register measures. Raises `ValueError` when a name is taken by another one."""
        for measure in measures:
            if self._measures.setdefault(measure.name, measure) is not measure:
                raise ValueError(f"measure {measure.name} registered twice")

    def get(self, name: str) -> Measure:
        """The measure of this name. Raises `UnknownMeasure`."""
        try:
            return self._measures[name]
        except KeyError:
            known = ", ".join(sorted(self._measures))
            raise UnknownMeasure(
                _("There is no measure “%(name)s”. Known measures: %(known)s.")
                % {"name": name, "known": known}
            ) from None

    def accept(self, values: Mapping[str, object]) -> dict[str, Value]:
        """The same values, each checked. Raises `UnknownMeasure` or `BadValue`."""
        return {name: self.get(name).accept(value) for name, value in values.items()}
