"""What is asked: rule, place, days, and the numbers that are tried."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms import BoundField
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.choices import SubjectKind
from compliance.collectors import Collector
from compliance.selectors.areas import Area
from compliance.selectors.regions import Region
from policies.engine import (
    BadParameters,
    Book,
    ProvisionFacts,
    Rule,
    describe_parameters,
    measures,
    read_parameters,
)
from policies.engine.measures import LARGEST_COUNT
from policies.parameter_forms import TypedField, raw_parameters, shown_parameters, typed_fields
from policies.topics import SECTIONS, rule_name, section_of
from townships.models import Division

FIRST_DAY, LAST_DAY = date(1949, 10, 1), date(2199, 12, 31)
ORDER = tuple(SubjectKind.values)  # townships first: most rules with numbers speak of them
LONGEST_BEHIND = 24  # characters behind the name of a rule
Choices = list[tuple[str, Any]]


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    outside = gettext_lazy("Write a date between 1949 and 2199.")
    return forms.DateField(
        label=label,
        required=required,
        input_formats=["%Y-%m-%d"],
        validators=[MinValueValidator(FIRST_DAY, outside), MaxValueValidator(LAST_DAY, outside)],
        error_messages={"invalid": gettext_lazy("Write dates like 2026-03-15")},
    )


class QuestionForm(forms.Form):
    """Rule and days. `like` is the place whose provisions are tried; empty: the place itself."""

    rule = forms.ChoiceField(
        label=gettext_lazy("Rule"),
        error_messages={"invalid_choice": gettext_lazy("There is no such rule to try out.")},
    )
    on = _day(gettext_lazy("Date"))
    trial_on = _day(gettext_lazy("Date of the trial"), required=False)
    like = forms.ChoiceField(
        label=gettext_lazy("By the provisions of"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("No provision of this rule holds there.")},
    )

    def __init__(self, data: Mapping[str, Any], *, rules: Choices, places: Choices) -> None:
        super().__init__(data)
        self.fields["rule"].choices = rules  # type: ignore[attr-defined]
        self.fields["like"].choices = places  # type: ignore[attr-defined]


def rule_choices(
    collectors: Mapping[str, Collector], book: Book, area: Area | Region, on: date
) -> Choices:
    """The rules by subject; those in force elsewhere only come last.

    Rules without any provision on the day are left out: there would be nothing to try.
    """
    here, last = area.place_of(area.division.key), _("In force elsewhere only")
    local = {rule_id: book.in_force(rule_id, here, on) for rule_id in in_order(collectors)}
    found = {rule_id: local[rule_id] or book.everywhere(rule_id, on) for rule_id in local}
    names = _told_apart({rule_id: one[0] for rule_id, one in found.items() if one})
    groups: dict[str, list[tuple[str, str]]] = {}
    for rule_id, name in names.items():
        group = str(SubjectKind(collectors[rule_id].subject).label) if local[rule_id] else last
        groups.setdefault(group, []).append((rule_id, name))
    return sorted(groups.items(), key=lambda group: group[0] == last)


def _told_apart(provisions: Mapping[str, ProvisionFacts]) -> dict[str, str]:
    """Names of rules by id. Behind a name of several rules stands what tells them apart."""
    names = {rule_id: rule_name(rule_id) for rule_id in provisions}
    for name, number in Counter(names.values()).items():
        if number > 1:
            same = {rule: one for rule, one in provisions.items() if names[rule] == name}
            for rule_id, words in _behind(same).items():
                names[rule_id] = _("%(rule)s (%(document)s)") % {"rule": name, "document": words}
    return names


def _behind(provisions: Mapping[str, ProvisionFacts]) -> dict[str, str]:
    """The place or the number of the document; the words of the document where both are one's."""
    where = {rule: one.place_name or one.document for rule, one in provisions.items()}
    if len(set(where.values())) < len(where):
        where = {rule: one.key_phrase or one.document for rule, one in provisions.items()}
    return {rule: Truncator(words).chars(LONGEST_BEHIND, "…") for rule, words in where.items()}


def in_order(collectors: Mapping[str, Collector]) -> list[str]:
    """Rule ids, those about townships first, and of these in the order of the catalogue."""
    sections = list(SECTIONS)

    def place(rule: str) -> tuple[int, int, str]:
        return ORDER.index(collectors[rule].subject), sections.index(section_of(rule)), rule

    return sorted(collectors, key=place)


def place_choices(book: Book, rule_id: str, area: Area | Region, on: date) -> Choices:
    """Here, and the places elsewhere that have a provision of the rule."""
    here = area.place_of(area.division.key)
    elsewhere = {
        provision.place: provision.place_name
        for provision in book.everywhere(rule_id, on)
        if provision.place not in here
    }
    return [("", _("%(place)s itself") % {"place": area.division.name}), *elsewhere.items()]


def area_choices(
    counties: Iterable[Division], regions: Iterable[Division], area: Area | Region
) -> Choices:
    """Whole regions, the counties, and below the chosen county its townships of today."""
    every = _("%(place)s, all counties")
    choices: Choices = [(one.key, every % {"place": one.name}) for one in regions]
    for county in counties:
        choices.append((county.key, county.name))
        if isinstance(area, Area) and county.key == area.county.key:
            choices += [
                (f"{county.key}.{township.key}", f"　{township.name}")
                for township in area.place.townships
            ]
    return choices


def _as_sent(typed: TypedField, value: object) -> dict[str, Any]:
    """A value as its field sends it: a range has two numbers, name_0 and name_1."""
    widget = typed.field.widget
    shown = typed.field.prepare_value(value)
    if isinstance(widget, forms.MultiWidget):
        parts = enumerate(widget.decompress(shown) or ())
        return {f"{typed.name}_{number}": _as_text(part) for number, part in parts}
    return {typed.name: _as_text(shown)}


def _as_text(value: object) -> str:
    return "" if value is None else str(value)


@dataclass(frozen=True)
class Row:
    """One parameter on the page: its field, unit, present value in words, whether it is changed.

    `most` is the end of the slider below a number, None where there is no slider.
    """

    bound: BoundField
    unit: str
    present: str
    changed: bool
    most: int | None


class ParameterForm(forms.Form):
    """The numbers of a provision. It is bound to what was sent only if that was of this provision.

    A list of other numbers belongs to another rule or place: then it begins with those in force.
    Numbers without `basis`, as somebody writes them into an address, change those in force.
    """

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        rule: Rule[Any],
        start: ProvisionFacts,
        present: ProvisionFacts | None,
    ) -> None:
        self.typed = typed_fields(rule)
        initial = shown_parameters(rule, start.parameters)
        super().__init__(self._sent(data, initial, str(start.provision_id)), initial=initial)
        self.rule, self.start, self.present = rule, start, present
        self.units: dict[str, str] = {}
        for typed in self.typed:
            self.fields[typed.name] = typed.field
            self.units[typed.name] = typed.unit
            # Whoever empties a number does not say which one holds instead.
            typed.field.required = typed.field.required or typed.name in start.parameters

    def _sent(
        self, data: Mapping[str, Any], initial: Mapping[str, object], basis: str
    ) -> Mapping[str, Any] | None:
        """What was sent of this provision, with what it leaves out; None where nothing was."""
        if data.get("basis"):
            return data if data["basis"] == basis else None
        whole: dict[str, Any] = {}
        for typed in self.typed:
            whole |= _as_sent(typed, initial[typed.name])
        sent = {name: data[name] for name in whole if name in data}
        return {**whole, **sent} if sent else None

    def clean(self) -> dict[str, Any]:
        """All of them together fit the rule."""
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                read_parameters(self.rule.parameters, raw_parameters(self.rule, cleaned))
            except BadParameters as error:
                raise forms.ValidationError(str(error)) from error
        return cleaned

    @property
    def changes(self) -> dict[str, object]:
        """The parameters that differ from those of the provision."""
        if not self.is_bound or not self.is_valid():
            return {}
        wanted = raw_parameters(self.rule, self.cleaned_data)
        kept = shown_parameters(self.rule, self.start.parameters)
        return {name: value for name, value in wanted.items() if value != kept[name]}

    @property
    def whole(self) -> dict[str, object]:
        """All parameters as a provision would store them."""
        return {**self.start.parameters, **self.changes}

    def _most(self, bound: BoundField) -> int | None:
        """Twice the number to begin with: far enough to see what a lower or higher one does."""
        number = self.start.parameters.get(bound.name)
        if not isinstance(bound.field, forms.IntegerField) or not isinstance(number, int):
            return None
        largest = 100 if self.units[bound.name] == "%" else LARGEST_COUNT
        return min(max(2 * number, 10), largest)

    @property
    def rows(self) -> list[Row]:
        """The parameters for the page."""
        words: Mapping[str, str] = {}
        kept: Mapping[str, object] = {}
        if self.present is not None:
            raw = self.present.parameters
            told = describe_parameters(self.rule.parameters, raw, measures)
            words = dict(zip(self.fields, (text for _label, text in told), strict=True))
            kept = shown_parameters(self.rule, raw)
        values = {**shown_parameters(self.rule, self.start.parameters), **self.changes}
        return [
            Row(
                bound,
                self.units[bound.name],
                words.get(bound.name, ""),
                bound.name in kept and values[bound.name] != kept[bound.name],
                self._most(bound),
            )
            for bound in self
        ]
