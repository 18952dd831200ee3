"""What one fills in about federations."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.choices import MeetingKind
from cadres.models import Meeting
from federations.choices import FederationKind, FederationLevel, Step
from federations.models import ChecklistItem, Federation, FoundingStep
from federations.selectors.federations import superiors, townships_of
from federations.selectors.year import KINDS
from federations.services.seats import PROCEDURES
from policies.rules.names import ENDING
from townships.choices import UnionKind
from townships.code_lists import FederationBasis, FederationHost, Industry
from townships.models import Division, Union
from townships.models.counts import LARGEST_COUNT

YES_NO = (("", "---------"), ("yes", gettext_lazy("yes")), ("no", gettext_lazy("no")))
ANSWER = {"": None, "yes": True, "no": False}
WORDS = {None: "", True: "yes", False: "no"}


def with_empty(choices: Any) -> list[tuple[str, Any]]:
    """A code list with an empty choice in front."""
    return [("", "---------"), *choices]


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    """A day, with the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **kwargs)


def key_field() -> forms.IntegerField:
    """The key of a record that a page has named."""
    return forms.IntegerField(min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)


def yes_no(label: Any, help_text: Any = "") -> forms.TypedChoiceField:
    """Yes, no, or not recorded."""
    return forms.TypedChoiceField(
        label=label, choices=YES_NO, required=False, coerce=ANSWER.get, help_text=help_text
    )


class FactsForm(forms.Form):
    """What the record of a federation says beside its union."""

    kind = forms.ChoiceField(label=gettext_lazy("kind"), choices=with_empty(FederationKind.choices))
    level = forms.ChoiceField(
        label=gettext_lazy("level"), choices=with_empty(FederationLevel.choices)
    )
    basis = forms.ChoiceField(
        label=gettext_lazy("built on"),
        choices=with_empty(FederationBasis.choices),
        required=False,
        help_text=gettext_lazy("Regional federations only"),
    )
    industry = forms.ChoiceField(
        label=gettext_lazy("industry"),
        choices=with_empty(Industry.choices),
        required=False,
        help_text=gettext_lazy("Industry federations only; narrows the list of uncovered units"),
    )
    host = forms.ChoiceField(
        label=gettext_lazy("leans on"),
        choices=with_empty(FederationHost.choices),
        required=False,
        help_text=gettext_lazy("Industry federations only"),
    )
    host_name = forms.CharField(
        label=gettext_lazy("name of the host body"), max_length=100, required=False
    )
    townships = forms.ModelMultipleChoiceField(
        label=gettext_lazy("townships"),
        queryset=Division.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Where it works; none ticked: the whole county"),
    )
    has_party_org = yes_no(
        gettext_lazy("party organisation of the same level"),
        gettext_lazy("With one, its consent is a step of the founding"),
    )
    manages_own_funds = yes_no(gettext_lazy("manages its own funds"))
    note = forms.CharField(label=gettext_lazy("note"), max_length=200, required=False)

    def __init__(self, county_code: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places: Any = self.fields["townships"]
        places.queryset = townships_of(county_code)
        if not places.queryset:
            del self.fields["townships"]

    def clean(self) -> dict[str, Any]:
        """What belongs to the other kind is refused at its field, not by the database."""
        cleaned = super().clean() or {}
        kind = cleaned.get("kind")
        for name, owner in _ONLY_OF.items():
            if kind and cleaned.get(name) and kind != owner:
                text = _("Only for the kind “%(kind)s”. Leave it empty or change the kind.")
                self.add_error(name, text % {"kind": FederationKind(owner).label})
        return cleaned

    def fill(self, federation: Federation) -> Federation:
        """Put the answers into a record; the townships are for the service."""
        for name in _FACTS:
            setattr(federation, name, self.cleaned_data[name])
        return federation

    @staticmethod
    def first(federation: Federation) -> dict[str, Any]:
        """What the fields show of a record."""
        values = {name: getattr(federation, name) for name in _FACTS}
        for name in ("has_party_org", "manages_own_funds"):
            values[name] = WORDS[values[name]]
        if federation.pk is not None:
            rows = federation.townships.values_list("township_id", flat=True)
            values["townships"] = list(rows)
        return values


_FACTS = (
    *("kind", "level", "basis", "industry", "host", "host_name"),
    *("has_party_org", "manages_own_funds", "note"),
)
_ONLY_OF = {
    "basis": FederationKind.REGIONAL,
    "host": FederationKind.INDUSTRY,
    "industry": FederationKind.INDUSTRY,
}


class StartForm(FactsForm):
    """The first page of a founding file: the name in its parts, and the facts."""

    place = forms.CharField(
        label=gettext_lazy("division in the name"),
        max_length=50,
        required=False,
        help_text=gettext_lazy("For example 林州市 or 保定市莲池区"),
    )
    middle = forms.CharField(
        label=gettext_lazy("area or industry in the name"),
        max_length=40,
        help_text=gettext_lazy("An area like 陶瓷园区 or an industry like 货运行业, no occupation"),
    )
    superior = forms.ModelChoiceField(
        label=gettext_lazy("superior union"),
        queryset=Union.objects.none(),
        required=False,
        help_text=gettext_lazy("Empty: the township union, or the county federation"),
    )
    shanxi_checklist = forms.BooleanField(
        label=gettext_lazy("founded by the 321 procedure"), required=False
    )
    field_order = ("place", "middle", "kind", "level")

    def __init__(self, county_code: str, *args: Any, shanxi: bool = False, **kwargs: Any) -> None:
        super().__init__(county_code, *args, **kwargs)
        self.county_code = county_code
        above: Any = self.fields["superior"]
        above.queryset = superiors(county_code)
        if not shanxi:
            del self.fields["shanxi_checklist"]

    @property
    def name(self) -> str:
        """The name put together from its parts."""
        return composed(self.cleaned_data["place"], self.cleaned_data["middle"])

    def made(self) -> tuple[Federation, Union]:
        """A new record and its union, neither saved."""
        federation = self.fill(Federation())
        federation.area = self.cleaned_data["middle"].strip()
        federation.shanxi_checklist = bool(self.cleaned_data.get("shanxi_checklist"))
        union = Union(
            name=self.name,
            kind=UnionKind.FEDERATION,
            county_code=self.county_code,
            superior=self.cleaned_data["superior"],
        )
        return federation, union


def composed(place: str, middle: str) -> str:
    """Division + area or industry + 工会联合会 (冀工办发〔2020〕43号 二.1)."""
    return f"{place.strip()}{middle.strip()}{ENDING}"


class GateForm(forms.Form):
    """When a gate was passed, by whom, with which document."""

    record_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    step = forms.ChoiceField(choices=Step.choices, widget=forms.HiddenInput)
    done_on = day_field(gettext_lazy("done on"))
    by = forms.CharField(label=gettext_lazy("by whom"), max_length=100, required=False)
    document_no = forms.CharField(
        label=gettext_lazy("document number"), max_length=50, required=False
    )
    people = forms.CharField(label=gettext_lazy("people"), max_length=500, required=False)
    note = forms.CharField(label=gettext_lazy("note"), max_length=200, required=False)
    has_party_org = yes_no(gettext_lazy("party organisation of the same level"))

    def __init__(self, federation: Federation, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = "gate_%s"
        super().__init__(*args, **kwargs)
        self.federation = federation
        if federation.has_party_org is not None:
            del self.fields["has_party_org"]

    def filled(self, row: FoundingStep | None) -> FoundingStep:
        """The stored row with the answers, or a new one."""
        values = self.cleaned_data
        step = row or FoundingStep(federation=self.federation, step=values["step"])
        for name in ("done_on", "by", "document_no", "people", "note"):
            setattr(step, name, values[name])
        return step


class ItemForm(forms.Form):
    """A tick of the 321 procedure."""

    item = forms.ChoiceField(choices=ChecklistItem._meta.get_field("item").choices or ())
    done_on = day_field(gettext_lazy("done on"))
    document_no = forms.CharField(
        label=gettext_lazy("document number"), max_length=50, required=False
    )


class CoverForm(forms.Form):
    """Unions to be covered, ticked in the list, and from when on."""

    unions = forms.ModelMultipleChoiceField(
        label=gettext_lazy("unions"),
        queryset=Union.objects.none(),
        error_messages={"required": gettext_lazy("Tick the unions that it is to cover.")},
    )
    valid_from = day_field(gettext_lazy("covered from"))

    def __init__(self, rows: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["unions"]
        chosen.queryset = rows


class ScatteredForm(forms.Form):
    """How many scattered workers there are, and how many of them are covered."""

    as_of = day_field(gettext_lazy("as of"))
    workers = forms.IntegerField(
        label=gettext_lazy("scattered workers"), min_value=0, max_value=LARGEST_COUNT
    )
    covered = forms.IntegerField(
        label=gettext_lazy("of them covered"),
        min_value=0,
        max_value=LARGEST_COUNT,
        required=False,
        help_text=gettext_lazy("Leave it empty as long as nobody has counted them."),
    )
    source = forms.CharField(label=gettext_lazy("source"), max_length=100, required=False)


class EndCoverageForm(forms.Form):
    """The last day of a coverage."""

    coverage = key_field()
    record_version = forms.IntegerField(widget=forms.HiddenInput)
    valid_to = day_field(gettext_lazy("last day"))
    reason = forms.CharField(label=gettext_lazy("reason"), max_length=200, required=False)


class ProcedureForm(forms.Form):
    """The democratic procedure behind a seat: a meeting on record, or one recorded with it."""

    meeting = forms.ModelChoiceField(
        label=gettext_lazy("meeting on record"), queryset=Meeting.objects.none(), required=False
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("or record the meeting: kind"), choices=(), required=False
    )
    held_on = day_field(gettext_lazy("held on"), required=False)
    title = forms.CharField(label=gettext_lazy("title"), max_length=100, required=False)
    on = day_field(gettext_lazy("sits from"))

    def __init__(self, meetings: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["meeting"]
        chosen.queryset = meetings
        kinds: Any = self.fields["kind"]
        kinds.choices = [(str(kind), MeetingKind(kind).label) for kind in PROCEDURES]

    def new_meeting(self, union: Union) -> Meeting | None:
        """The meeting that is to be recorded; None when one was chosen or no day is given."""
        values = self.cleaned_data
        if values["meeting"] is not None or values["held_on"] is None:
            return None
        return Meeting(
            county_code=union.county_code,
            union=union,
            kind=values["kind"] or MeetingKind.PLENARY,
            held_on=values["held_on"],
            title=values["title"],
        )


class HeadsForm(ProcedureForm):
    """Chairs of covered unions who take their seats by one procedure."""

    unions = forms.ModelMultipleChoiceField(
        label=gettext_lazy("unions"),
        queryset=Union.objects.none(),
        error_messages={"required": gettext_lazy("Tick the chairs who are to sit.")},
    )

    def __init__(self, unions: Any, meetings: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(meetings, *args, **kwargs)
        chosen: Any = self.fields["unions"]
        chosen.queryset = unions


class FillForm(ProcedureForm):
    """A seat to be filled, and the procedure that fills it."""

    seat = key_field()
    record_version = forms.IntegerField(widget=forms.HiddenInput)
    successor = forms.ModelChoiceField(
        label=gettext_lazy("covered union whose head takes the seat"),
        queryset=Union.objects.none(),
        required=False,
    )

    def __init__(self, unions: Any, meetings: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(meetings, *args, **kwargs)
        chosen: Any = self.fields["successor"]
        chosen.queryset = unions


class EventForm(forms.Form):
    """An event of the year, recorded in place."""

    kind = forms.ChoiceField(
        label=gettext_lazy("kind"), choices=[(str(k), MeetingKind(k).label) for k in KINDS]
    )
    held_on = day_field(gettext_lazy("held on"))
    title = forms.CharField(label=gettext_lazy("title"), max_length=100, required=False)
    participants = forms.CharField(
        label=gettext_lazy("participants"), max_length=200, required=False
    )
    decisions = forms.CharField(
        label=gettext_lazy("decisions"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_held_on(self) -> Any:
        """An event has happened."""
        day = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            text = _("%(day)s is still to come. Record the event once it was held.")
            raise forms.ValidationError(text % {"day": day.isoformat()})
        return day

    def made(self, union: Union) -> Meeting:
        """The event, not saved."""
        values = self.cleaned_data
        return Meeting(county_code=union.county_code, union=union, **values)
