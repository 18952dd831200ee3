"""The form of a re-election: the election itself, and everybody who was elected, on one page."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.choices import (
    AppointmentType,
    Body,
    ElectionBody,
    FormationMode,
    MeetingKind,
    Post,
    SeatCategory,
)
from cadres.elections.forms import DAY
from cadres.facts import covered_by
from cadres.models import Appointment, Meeting, Person, Term
from cadres.services.elections import ELECTED_BODIES
from cadres.services.term_changes import outside_superior
from cadres.services.terms import next_number
from townships.choices import OPEN_STATUSES, UnionForm, UnionKind
from townships.models import Union
from unionreg.text import tidy

LOCAL_RULES = "《关于地方工会召开代表大会及组成工会委员会、经费审查委员会的若干规定》"
LEAST_ROWS, MORE_ROWS, MOST_ROWS = 9, 6, 120
MOST_UNITS = 400  # lower unions that a drop-down can still offer
NOTHING = "", "—"
YES_NO = [("", gettext_lazy("not recorded")), ("1", gettext_lazy("yes")), ("0", gettext_lazy("no"))]


class ElectionForm(forms.Form):
    """The term, the assembly and the approval."""

    number = forms.IntegerField(label=gettext_lazy("Number of the term"), min_value=1, max_value=99)
    started_on = forms.DateField(label=gettext_lazy("Elected on"), widget=DAY)
    years = forms.IntegerField(label=gettext_lazy("Length in years"), min_value=1, max_value=10)
    elected_by = forms.ChoiceField(label=gettext_lazy("Elected by"), required=False)
    formation_mode = forms.ChoiceField(
        label=gettext_lazy("Committee formed by"),
        choices=[NOTHING, *FormationMode.choices],
        required=False,
    )
    leaders_by = forms.ChoiceField(
        label=gettext_lazy("Chair and vice-chair elected by"), required=False
    )
    direct_election = forms.TypedChoiceField(
        label=gettext_lazy("Chair elected directly"),
        choices=YES_NO,
        coerce=lambda value: value == "1",
        empty_value=None,
        required=False,
    )
    assembly = forms.ModelChoiceField(
        Meeting.objects.none(),
        label=gettext_lazy("Assembly on record"),
        required=False,
        empty_label=gettext_lazy("not recorded yet: fill in the line below"),
    )
    assembly_on = forms.DateField(label=gettext_lazy("Assembly met on"), widget=DAY, required=False)
    expected = forms.IntegerField(
        label=gettext_lazy("People entitled"), min_value=1, max_value=1_000_000, required=False
    )
    attended = forms.IntegerField(
        label=gettext_lazy("People present"), min_value=1, max_value=1_000_000, required=False
    )
    rules_passed_on = forms.DateField(
        label=gettext_lazy("Election rules passed on"), widget=DAY, required=False
    )
    rule_basis = forms.CharField(
        label=gettext_lazy("Rules followed"), max_length=200, required=False
    )
    approval_no = forms.CharField(
        label=gettext_lazy("Number of the reply"), max_length=50, required=False
    )
    approved_on = forms.DateField(label=gettext_lazy("Approved on"), widget=DAY, required=False)
    approved_by = forms.CharField(label=gettext_lazy("Approved by"), max_length=100, required=False)
    candidate_review = forms.CharField(
        label=gettext_lazy("Review of candidates"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    former_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, union: Union, former: Term | None, data: Any = None) -> None:
        super().__init__(data, initial=_at_first(union, former))
        self.union = union
        for name in ("elected_by", "leaders_by"):
            electors: Any = self.fields[name]
            electors.choices = [NOTHING, *ElectionBody.choices]
        meetings: Any = self.fields["assembly"]
        meetings.queryset = assemblies_of(union)

    def clean(self) -> dict[str, Any]:
        """More cannot be present than are entitled; an assembly on record is chosen."""
        cleaned = super().clean() or {}
        self._refuse_twice(cleaned)
        expected, attended = cleaned.get("expected"), cleaned.get("attended")
        if expected and attended and attended > expected:
            self.add_error("attended", _("More people were present than were entitled."))
        return cleaned

    def _refuse_twice(self, cleaned: dict[str, Any]) -> None:
        """An assembly of the day may be the one that elected: nobody records it a second time."""
        day = cleaned.get("assembly_on")
        if day and not cleaned.get("assembly") and assemblies_of(self.union).filter(held_on=day):
            text = _("An assembly of %(day)s is on record. Choose it here.")
            self.add_error("assembly", text % {"day": day.isoformat()})

    def term(self) -> Term:
        """The term as it was typed."""
        names = (
            *("number", "started_on", "years", "elected_by", "formation_mode", "assembly"),
            *("rules_passed_on", "rule_basis", "approval_no", "approved_on", "approved_by"),
            *("candidate_review", "direct_election"),
        )
        return Term(union=self.union, **{name: self.cleaned_data[name] for name in names})

    def meeting(self) -> Meeting | None:
        """The assembly that is recorded along with the election, if there is one."""
        values = self.cleaned_data
        if values["assembly"] or not values["assembly_on"]:
            return None
        return Meeting(
            union=self.union,
            kind=MeetingKind.MEMBER_ASSEMBLY,
            held_on=values["assembly_on"],
            expected=values["expected"],
            attended=values["attended"],
            title=_("Election of term %(number)s") % {"number": values["number"]},
        )


def _at_first(union: Union, former: Term | None) -> dict[str, Any]:
    """What the fields show at first: as the last time, where that is likely."""
    general = union.kind == UnionKind.TOWNSHIP and union.form == UnionForm.GENERAL
    superior = union.superior.name if union.superior else outside_superior(union)
    return {
        "number": next_number(union),
        "years": former.years if former and not general else 5,
        "elected_by": former.elected_by if former else "",
        "leaders_by": ElectionBody.COMMITTEE if union.kind == UnionKind.FEDERATION else "",
        "formation_mode": former.formation_mode if former else "",
        "rule_basis": LOCAL_RULES if general else (former.rule_basis if former else ""),
        "approved_by": superior,
        "former_version": former.version if former else None,
    }


def assemblies_of(union: Union) -> Any:
    """The assemblies on record that may have elected; the newest first."""
    rows = Meeting.objects.in_county(union.county_code)
    return rows.filter(union_id=union.pk, kind=MeetingKind.MEMBER_ASSEMBLY).order_by("-held_on")


def units_below(union: Union) -> list[tuple[str, str]]:
    """The unions below or covered, whose heads may sit on the committee."""
    rows = Union.objects.in_county(union.county_code).filter(
        Q(superior_id=union.pk) | Q(pk__in=covered_by(union)), status__in=OPEN_STATUSES
    )
    found = rows.order_by("pinyin", "name").values_list("pk", "name")[:MOST_UNITS]
    return [(str(pk), name) for pk, name in found]


class SeatForm(forms.Form):
    """Somebody who was elected. A line without a name is left out."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60, required=False)
    person = forms.IntegerField(widget=forms.HiddenInput, required=False)
    who = forms.ChoiceField(label=gettext_lazy("Which person"), required=False)
    body = forms.ChoiceField(
        label=gettext_lazy("Body"),
        choices=[(body, Body(body).label) for body in ELECTED_BODIES],
        required=False,
    )
    post = forms.ChoiceField(
        label=gettext_lazy("Post"), choices=[NOTHING, *Post.choices], required=False
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Full-time or part-time"),
        choices=[NOTHING, *AppointmentType.choices],
        required=False,
    )
    category = forms.ChoiceField(
        label=gettext_lazy("Sits for"), choices=[NOTHING, *SeatCategory.choices], required=False
    )
    represents = forms.ChoiceField(label=gettext_lazy("Union represented"), required=False)

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["represents"].choices = [NOTHING, *units]  # type: ignore[attr-defined]
        self.namesakes: list[Person] = []
        self.known: Person | None = None
        self.fields["who"].choices = [("", ""), *self._sent_choice()]  # type: ignore[attr-defined]

    def _sent_choice(self) -> list[tuple[str, str]]:
        """What was chosen among namesakes; whether it is one of them is looked up later."""
        sent = str(self.data.get(self.add_prefix("who"), "")) if self.is_bound else ""
        return [(sent, sent)] if sent else []

    @property
    def filled(self) -> bool:
        """Whether there is somebody on the line."""
        return bool(self.cleaned_data.get("name"))

    def clean_name(self) -> str:
        """The name without blanks around it."""
        return tidy(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        """Whoever is named has a post."""
        cleaned = super().clean() or {}
        if cleaned.get("name") and not cleaned.get("post"):
            self.add_error("post", _("Choose a post for %(name)s.") % {"name": cleaned["name"]})
        return cleaned

    def offer(self, namesakes: Sequence[Person], present: set[int]) -> None:
        """Settle who is meant: the person the line began with, the only one of the name who is in
        office here (`present`: their ids), a namesake that was chosen, or somebody new; with
        namesakes and without a choice the line is not right yet."""
        values = self.cleaned_data
        own = [one for one in namesakes if one.pk == values.get("person")]
        here = [one for one in namesakes if one.pk in present]
        if own or len(here) == 1:
            self.known = (own or here)[0]
            return
        self.namesakes = list(namesakes)
        if not namesakes:
            return
        options = [(str(one.pk), _told(one)) for one in namesakes]
        field: Any = self.fields["who"]
        field.choices = [("", _("please choose")), *options, ("new", _("somebody else"))]
        chosen = values.get("who")
        self.known = next((one for one in namesakes if str(one.pk) == chosen), None)
        if self.known is None and chosen != "new":
            text = _("There is a cadre with the name %(name)s already: say whether it is the same.")
            self.add_error("who", ValidationError(text % {"name": values["name"]}))

    def appointment(self, union: Union) -> Appointment:
        """The post that the line describes."""
        values = self.cleaned_data
        represents = values["represents"]
        seat = Appointment(
            county_code=union.county_code,
            person=self.known or Person(county_code=union.county_code, name=values["name"]),
            body=values["body"] or Body.COMMITTEE,
            post=values["post"],
            appointment_type=values["kind"],
            category=values["category"],
        )
        if represents:
            seat.represents = Union.objects.in_county(union.county_code).get(pk=represents)
        return seat


def _told(person: Person) -> str:
    """How namesakes are told apart."""
    parts = (person.workplace, person.id_masked)
    return " ".join([person.name, *(part for part in parts if part)])


class SeatFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """Everybody who was elected."""

    def settle(self, county_code: str) -> bool:
        """Find out who is meant by each name, in one query. Whether all lines are right."""
        valid = self.is_valid()
        filled = [form for form in self.forms if hasattr(form, "cleaned_data") and form.filled]
        names = {form.cleaned_data["name"] for form in filled}
        present = {pk for form in filled if (pk := form.cleaned_data.get("person"))}
        found: dict[str, list[Person]] = {}
        for person in Person.objects.in_county(county_code).filter(name__in=sorted(names)):
            found.setdefault(person.name, []).append(person)
        for form in filled:
            form.offer(found.get(form.cleaned_data["name"], [])[:20], present)
        return valid and not any(form.errors for form in filled)

    def appointments(self, union: Union) -> Iterator[Appointment]:
        """The posts of all lines that are filled in; a new person named twice is one person."""
        new: dict[str, Person] = {}
        for form in self.forms:
            if not form.filled:
                continue
            seat = form.appointment(union)
            if form.known is None:
                seat.person = new.setdefault(seat.person.name, seat.person)
            yield seat

    @cached_property
    def wants_more(self) -> bool:
        """Whether further empty lines were asked for."""
        return "more" in self.data


def seat_rows(former: Sequence[Appointment]) -> list[dict[str, Any]]:
    """A line for each present officer, so that whoever stays need not be typed."""
    return [
        {
            "name": seat.person.name,
            "person": seat.person_id,
            "body": seat.body,
            "post": seat.post,
            "kind": seat.appointment_type,
            "category": seat.category,
            "represents": str(seat.represents_id or ""),
        }
        for seat in former
    ]


def seat_formset(union: Union, former: Sequence[Appointment], data: Any = None) -> SeatFormSet:
    """The table of people. `former`: those in office, shown at first."""
    units, rows = units_below(union), seat_rows(former)
    factory: Any = forms.formset_factory(
        SeatForm,
        formset=SeatFormSet,
        extra=max(LEAST_ROWS - len(rows), 3),
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS,
    )
    sent = data
    if data is not None and "more" in data:
        sent = data.copy()
        total = sent.get("seats-TOTAL_FORMS", "")
        number = int(total) if total.isascii() and total.isdigit() and len(total) < 4 else 0
        sent["seats-TOTAL_FORMS"] = str(min(number + MORE_ROWS, MOST_ROWS))
    made: SeatFormSet = factory(sent, initial=rows, prefix="seats", form_kwargs={"units": units})
    return made
