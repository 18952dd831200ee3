"""Forms of social union workers, trainings and allowances."""

from typing import Any

from django import forms
from django.contrib.admin.sites import site
from django.contrib.admin.widgets import AdminDateWidget
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cadres.models import Attendance, Person, WorkerAssignment
from townships.forms import ReasonedForm
from townships.models import Union
from unionreg.widgets import RecordSelectMultiple, RecordsField

RESULTS = (("", _("not recorded")), ("yes", _("passed")), ("no", _("not passed")))


class WorkerForm(ReasonedForm):
    """A social union worker with the qualification of the person and the unions he guides."""

    qualification = forms.CharField(
        label=_("professional qualification"),
        max_length=100,
        required=False,
        help_text=_("For example social worker, intermediate."),
    )
    guides = RecordsField(
        Union.objects.none(),
        label=_("guides"),
        required=False,
        widget=RecordSelectMultiple(WorkerAssignment._meta.get_field("union"), site),
        help_text=_("Federations and grassroots unions that this worker is to guide."),
    )
    # Their ids as the form shows them: what others did meanwhile is left alone.
    guides_shown = forms.CharField(required=False, widget=forms.HiddenInput)
    guides_from = forms.DateField(
        label=_("change of guidance from"),
        required=False,
        widget=AdminDateWidget,
        help_text=_("First day of what is added; what is taken out ends the day before."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            return
        rows = WorkerAssignment.objects.in_county(self.instance.county_code)
        open_rows = rows.filter(worker_id=self.instance.pk, valid_to__isnull=True)
        shown = [row.union for row in open_rows.select_related("union").order_by("pk")]
        self.initial["guides"] = shown
        self.initial["guides_shown"] = ",".join(str(union.pk) for union in shown)
        self.initial["qualification"] = self.instance.person.qualification

    @property
    def added(self) -> list[Union]:
        """Unions that were put in here."""
        shown = self._shown()
        return [union for union in self.cleaned_data.get("guides") or () if union.pk not in shown]

    @property
    def removed(self) -> list[int]:
        """Ids of unions that were taken out here."""
        kept = {union.pk for union in self.cleaned_data.get("guides") or ()}
        return sorted(self._shown() - kept)

    def _shown(self) -> set[int]:
        parts = self.cleaned_data.get("guides_shown", "").split(",")
        return {int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 19}

    @property
    def changes_from(self) -> Any:
        """The day on which the guidance changes: today unless another is given."""
        return self.cleaned_data.get("guides_from") or timezone.localdate()


class TrainingForm(ReasonedForm):
    """A training; people can be put on its list right here."""

    people = RecordsField(
        Person.objects.none(),
        label=_("add people who took part"),
        required=False,
        widget=RecordSelectMultiple(Attendance._meta.get_field("person"), site),
        help_text=_("Whoever is on the list already stays as recorded. Long lists: import them."),
    )
    result = forms.ChoiceField(label=_("their result"), choices=RESULTS, required=False)

    @property
    def passed(self) -> bool | None:
        """The result in three values."""
        return {"yes": True, "no": False}.get(self.cleaned_data.get("result", ""))
