"""The form of a scheme and of its parts: plain fields instead of a table of parameters."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from funding.choices import Base, FundSource, PartKind
from funding.models import Scheme, SchemePart
from funding.schemes.kinds import KINDS
from funding.schemes.numbers import Spec

MOST_PARTS = 12


class SchemeForm(forms.ModelForm):  # type: ignore[type-arg]
    """Title, validity, document."""

    class Meta:
        model = Scheme
        fields = ("title", "valid_from", "valid_to", "document_text", "note")
        widgets = {
            "valid_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "valid_to": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }


def _specs() -> dict[str, Any]:
    """Every number that a part of some kind can have, by name."""
    return {spec.name: spec for kind in KINDS.values() for spec in kind.specs}


class PartForm(forms.Form):
    """One part. Numbers that its kind does not have stay empty."""

    label = forms.CharField(label=_("Part"), max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), choices=PartKind.choices)
    source = forms.ChoiceField(label=_("Source"), choices=FundSource.choices)
    base = forms.ChoiceField(label=_("Base"), choices=[("", "—"), *Base.choices], required=False)
    rule = forms.CharField(label=_("Rule"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, spec in _specs().items():
            kinds = " ".join(k for k, kind in KINDS.items() if name in {s.name for s in kind.specs})
            widget = forms.TextInput(attrs={"inputmode": "decimal"})
            self.fields[f"n_{name}"] = forms.CharField(
                label=spec.label, required=False, max_length=20, widget=widget
            )
            self.fields[f"n_{name}"].kinds = kinds  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The numbers of the kind, each within its bounds; those of other kinds are not meant."""
        values = super().clean() or {}
        kind = KINDS.get(values.get("kind", ""))
        for spec in kind.specs if kind else ():
            self._check(spec, values.get(f"n_{spec.name}", ""))
        return values

    def _check(self, spec: Spec, text: str) -> None:
        try:
            if text:
                spec.read(text)
        except ValueError as error:
            self.add_error(f"n_{spec.name}", str(error))

    def made(self) -> SchemePart:
        """The part that the form describes, not saved."""
        values = self.cleaned_data
        specs = KINDS[values["kind"]].specs  # what another kind has is hidden, and not meant
        numbers = {spec.name: values[f"n_{spec.name}"].strip() for spec in specs}
        return SchemePart(
            label=values["label"],
            kind=values["kind"],
            source=values["source"],
            base=values["base"] if KINDS[values["kind"]].has_base else "",
            rule=values["rule"][:20],
            parameters={name: text for name, text in numbers.items() if text},
        )


def initial_of(part: SchemePart) -> dict[str, Any]:
    """What the form of a part begins with."""
    numbers = {f"n_{name}": value for name, value in part.parameters.items()}
    names = ("label", "kind", "source", "base", "rule")
    return {**{name: getattr(part, name) for name in names}, **numbers}


class PartFormSet(forms.BaseFormSet[PartForm]):
    """The parts of a scheme, in order; an empty one is left out."""

    def made(self) -> list[SchemePart]:
        """The parts that are not ticked for deletion."""
        rows = [form for form in self.forms if form.has_changed() or form.initial]
        kept = [one for one in rows if not one.cleaned_data.get("DELETE")]
        return [one.made() for one in kept if one.cleaned_data.get("label")]


def part_formset(extra: int = 1) -> Any:
    """The class of the formset."""
    return forms.formset_factory(
        PartForm,
        formset=PartFormSet,
        extra=extra,
        can_delete=True,
        max_num=MOST_PARTS,
        validate_max=True,
        absolute_max=MOST_PARTS + 1,
    )
