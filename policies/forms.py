"""Forms of drafts. Those of a provision are generated from the typed parameters of its rule."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policies.choices import RuleKind, State
from policies.engine import Kind, Rule, rules
from policies.models import PolicyDocument, Provision
from policies.parameter_forms import TypedField, raw_parameters, shown_parameters, typed_fields
from policies.selectors.offices import DRAFT, places_for
from policies.selectors.states import parameters_in_words, stamp_of
from townships.models import Division
from unionreg.admin_forms import RegistryForm
from unionreg.county import Conflict
from unionreg.refusals import add_errors

NEW_DOCUMENT = gettext_lazy("Add the document first when it is not in the list")
LONG_TEXTS = {"key_phrase", "reading", "note"}
PREFIX = "p_"  # of the fields of parameters: a measure may be called like a field of the provision


class DraftForm(RegistryForm):
    """A draft. `record_version` is the stamp of the state that the user started from."""

    user: Any = None
    record_version = forms.CharField(  # type: ignore[assignment]  # no number here
        required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.fields["record_version"].initial = stamp_of(self.instance)
        for name in LONG_TEXTS & set(self.fields):
            self.fields[name].widget = AdminTextareaWidget({"rows": 3})
        place = self.fields.get("jurisdiction")
        if place is not None:
            cast(Any, place).queryset = places_for(self.user)
            place.required, place.help_text = True, _("Your own place or one below it.")
            place.error_messages["invalid_choice"] = _("This place is outside of yours.")

    def _update_errors(self, errors: ValidationError) -> None:
        """What the record itself finds wrong, once, and on top where the form has no such field.

        A field with a mistake of its own says what is wrong; the parameters are incomplete then.
        """
        found = {
            name: problems
            for name, problems in errors.update_error_dict({}).items()
            if name not in self.errors and name not in self._follow()
        }
        if found:
            add_errors(self, ValidationError(cast(Any, found)))

    def _follow(self) -> set[str]:
        """What the record cannot judge while one of the fields it follows from has a mistake."""
        follow = set()
        if any(name.startswith(PREFIX) for name in self.errors):
            follow.add("parameters")
        if {"jurisdiction", "supersedes"} & set(self.errors):
            follow |= {"document", "supersedes", "valid_from", "parameters", NON_FIELD_ERRORS}
        return follow

    def _show_conflict(self, conflict: Conflict) -> None:
        """Say who changed the draft; saving again puts this form's values in place of his."""
        text = _("%(who)s has just changed this draft too. Look at it again; nothing is saved yet.")
        self.add_error(None, text % {"who": conflict.current.author})
        data = cast(Any, self.data).copy()
        data[self.add_prefix("record_version")] = stamp_of(conflict.current)
        self.data = data


class DocumentForm(DraftForm):
    """A document that an office adds."""

    class Meta:
        model = PolicyDocument
        fields = (
            *("number", "title", "issuer", "issued_on", "issued_text", "jurisdiction"),
            *("valid_from", "valid_to", "kind", "note"),
        )


class ProvisionForm(DraftForm):
    """A provision. `rule` and the fields of its parameters are set by `provision_form`."""

    rule: Rule[Any]
    typed: tuple[TypedField, ...] = ()
    repeals_only = False  # it only ends what it names, and takes all but the clause from there
    rule_id = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = Provision
        fields = (
            *("document", "clause", "key_phrase", "modality", "kind", "reading"),
            *("jurisdiction", "valid_from", "valid_to", "supersedes", "note"),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule_id"].initial = self.rule.rule_id
        self._offer_documents()
        self._offer_predecessors()
        if not self.repeals_only:
            kind = cast(Any, self.fields["kind"])
            kind.choices = [(k, RuleKind(k).label) for k in effects_of(self.rule)]
        if self.instance.pk is not None and self.typed:
            self.initial.update(parameter_initial(self.rule, self.instance.parameters))

    def _offer_documents(self) -> None:
        field = cast(Any, self.fields["document"])
        field.queryset = documents_for(self.user)
        field.label_from_instance = document_choice
        field.error_messages["required"] = _("A clause needs its document.")
        field.help_text = format_html(
            '<a href="{}">{}</a>', reverse("admin:policies_policydocument_add"), NEW_DOCUMENT
        )

    def _offer_predecessors(self) -> None:
        field = cast(Any, self.fields["supersedes"])
        field.queryset = predecessors_for(self.user, self.rule.rule_id)
        field.label_from_instance = predecessor_choice
        field.help_text = _("It ends on the day before this one begins.")
        if self.repeals_only:
            field.required, field.label = True, _("the provision that ends")

    def clean_rule_id(self) -> str:
        """Another rule has other parameters, hence another form."""
        if self.cleaned_data["rule_id"] != self.rule.rule_id:
            raise ValidationError(_("The rule of a draft is not changed; write another draft."))
        return self.rule.rule_id

    def clean(self) -> dict[str, Any] | None:
        """The fields of the parameters become what a provision stores."""
        cleaned = super().clean()
        if self.repeals_only:
            self._take_over(self.cleaned_data.get("supersedes"))
        else:
            values = {t.name: self.cleaned_data.get(PREFIX + t.name) for t in self.typed}
            self.instance.parameters = raw_parameters(self.rule, values)
        self.instance.rule_id = self.rule.rule_id
        return cleaned

    def _take_over(self, old: Provision | None) -> None:
        """What ends a provision is about the same rule, place and numbers."""
        self.instance.repeals = True
        if old is not None:
            for name in ("jurisdiction", "modality", "kind", "parameters"):
                setattr(self.instance, name, getattr(old, name))


def provision_form(rule: Rule[Any], *, repeals: bool = False) -> type[ProvisionForm]:
    """The form of a provision of this rule, with a field for each of its parameters.

    One that only ends another asks for no numbers.
    """
    typed = () if repeals else tuple(typed_fields(rule))
    for each in typed:
        each.field.help_text = _with_unit(each)
    named = {PREFIX + each.name: each.field for each in typed}
    own = {"rule": rule, "typed": typed, "repeals_only": repeals}
    return type("ProvisionForm", (ProvisionForm,), {**own, **named})


def _with_unit(typed: TypedField) -> str:
    unit = _("Unit: %(unit)s.") % {"unit": typed.unit} if typed.unit else ""
    return " ".join(filter(None, [unit, typed.meaning]))


def parameter_initial(rule: Rule[Any], raw: Mapping[str, object]) -> dict[str, Any]:
    """What the fields of the parameters begin with."""
    return {PREFIX + name: value for name, value in shown_parameters(rule, raw).items()}


def effects_of(rule: Rule[Any]) -> list[Kind]:
    """What an office may have the program do: the rule's own effect, or a warning instead of a ban.

    Not the other way round: what refuses a save is code, and a warning has none.
    """
    return [Kind.HARD_BLOCK, Kind.WARNING] if rule.kind == Kind.HARD_BLOCK else [rule.kind]


def documents_for(user: Any) -> QuerySet[PolicyDocument]:
    """The documents that hold where `user` writes, and the drafts of his offices."""
    scope = user.scope_for(DRAFT)
    inside = scope.narrow(Division.objects.all())
    mine = [a.division for a in user.active_assignments if a.division is not None]
    above = {place.key for division in mine for place in division.chain()}
    holds = Q(jurisdiction__isnull=True) | Q(jurisdiction__in=inside) | Q(jurisdiction__in=above)
    rows = PolicyDocument.objects.filter(holds) if not scope.nationwide else PolicyDocument.objects
    written = Q(state=State.DRAFT, owner__in=inside) | ~Q(state=State.DRAFT)
    return rows.filter(written).order_by("-valid_from", "number")


def document_choice(document: PolicyDocument) -> str:
    """A document as the choice names it."""
    draft = _("draft") if document.is_draft else ""
    return f"{document}（{draft}）" if draft else str(document)


def predecessors_for(user: Any, rule_id: str) -> QuerySet[Provision]:
    """The provisions of a rule that `user` may supersede: released, for his place or below.

    What an office above his own added for it is left to that office.
    """
    rows = Provision.objects.filter(rule_id=rule_id, state=State.RELEASED, repeals=False)
    offices = user.scope_for(DRAFT).narrow(Division.objects.all())
    his = rows.filter(Q(owner__isnull=True) | Q(owner__in=offices))
    inside = his.filter(jurisdiction__in=places_for(user))
    return inside.select_related("document", "jurisdiction")


def predecessor_choice(provision: Provision) -> str:
    """A provision as the choice names it: place, document, clause and numbers."""
    numbers = parameters_in_words(provision.rule_id, provision.parameters)
    words = "；".join(f"{label} {value}" for label, value in numbers)
    parts = [str(provision.jurisdiction), str(provision), words]
    return " · ".join(filter(None, parts))


class ReleaseForm(forms.Form):
    """The release of what the page shows. `record_version` is its stamp."""

    record_version = forms.CharField(required=False, widget=forms.HiddenInput)


def rule_or_none(rule_id: str | None) -> Rule[Any] | None:
    """The rule of this id; None where there is none."""
    return rules.get(rule_id) if rule_id in rules and rule_id else None
