"""What one fills in about findings. Each form of a finding knows the service that it calls."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from compliance.models import Finding
from compliance.permissions import CHANGE, WAIVE
from compliance.selectors.people import Options
from compliance.services import handling as services

LINES = forms.Textarea(attrs={"rows": 3})


class FindingForm(forms.Form):
    """Carries the version of the finding that the user started from.

    `name` tells the forms of a page apart; `people` are those who can be put in charge.
    """

    name: ClassVar[str]
    permission: ClassVar[str] = CHANGE
    record_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, finding: Finding, people: Options, data: Any = None) -> None:
        first = {"record_version": finding.version, **self.at_first(finding)}
        super().__init__(data, initial=first, auto_id=f"{self.name}_%s")
        self.finding = finding

    def at_first(self, finding: Finding) -> dict[str, Any]:
        """What the fields show at first."""
        return {}

    def save(self, user: Any) -> Finding:
        """Call the service; raises what it raises."""
        raise NotImplementedError

    @property
    def sent(self) -> dict[str, Any]:
        """What every service wants: the finding and the version."""
        return {"finding": self.finding, "version": self.cleaned_data["record_version"]}


def person_field(people: Options, nobody: str) -> forms.ChoiceField:
    """A drop-down of people; `nobody` names the empty choice."""
    options = [("", nobody), *((str(key), label) for key, label in people)]
    return forms.ChoiceField(label=_("In charge"), choices=options, required=False)


class AssignForm(FindingForm):
    """Who is in charge."""

    name = "assign"

    def __init__(self, finding: Finding, people: Options, data: Any = None) -> None:
        super().__init__(finding, people, data)
        self.fields["assignee"] = person_field(people, _("nobody yet"))

    def at_first(self, finding: Finding) -> dict[str, Any]:
        return {"assignee": str(finding.assignee_id or "")}

    def save(self, user: Any) -> Finding:
        key = self.cleaned_data["assignee"]
        person = User.objects.get(pk=key) if key else None
        return services.assign(user=user, person=person, **self.sent)


class NoteForm(FindingForm):
    """A note for colleagues."""

    name = "note"
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=1000, required=False, widget=LINES
    )

    def at_first(self, finding: Finding) -> dict[str, Any]:
        return {"note": finding.note}

    def save(self, user: Any) -> Finding:
        return services.write_note(user=user, note=self.cleaned_data["note"], **self.sent)


class WaiveForm(FindingForm):
    """The approval behind a waiver, and why."""

    name = "waive"
    permission = WAIVE
    number = forms.CharField(label=gettext_lazy("Approval number"), max_length=100)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)

    def save(self, user: Any) -> Finding:
        values = {name: self.cleaned_data[name] for name in ("number", "reason")}
        return services.waive(user=user, **values, **self.sent)


class TakeBackForm(FindingForm):
    """Why a waiver is taken back."""

    name = "unwaive"
    permission = WAIVE
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)

    def save(self, user: Any) -> Finding:
        return services.take_back(user=user, reason=self.cleaned_data["reason"], **self.sent)


FORMS: dict[str, type[FindingForm]] = {
    form.name: form for form in (AssignForm, NoteForm, WaiveForm, TakeBackForm)
}


class BulkForm(forms.Form):
    """Several findings of a page for one person."""

    assignee = forms.ChoiceField()

    def __init__(self, people: Options, data: Any = None) -> None:
        super().__init__(data)
        options = [(str(key), label) for key, label in people]
        self.fields["assignee"] = forms.ChoiceField(choices=options)

    def keys(self, sent: Sequence[str]) -> list[int]:
        """The findings that were ticked, junk left out."""
        return [int(key) for key in sent if key.isascii() and key.isdigit() and len(key) < 19]
