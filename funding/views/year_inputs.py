"""The numbers of a year as a grid: townships down, numbers across."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from federations.views.common import REFUSED
from funding.models import YearInput
from funding.schemes.calculating import figures_needed
from funding.schemes.inputs import COUNTED, INPUTS
from funding.selectors.figures import last_day, townships_of
from funding.selectors.schemes import usable_in
from funding.services.year_inputs import save_year_input
from funding.views.common import Reader, back_to_year, choose_county, reader, require, year_of

VIEW = "funding.view_yearinput"
CHANGE = "funding.change_yearinput"
SHOWN_YEARS = 5


@dataclass
class Cell:
    """One number of a township; `error` is what was wrong with it."""

    name: str
    field: str
    value: str
    choices: tuple[tuple[str, str], ...] = ()
    error: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def year_inputs(request: HttpRequest) -> HttpResponse:
    """Show and save the numbers that the schemes of the county need for a year."""
    user: Any = request.user
    shown = reader(user, VIEW, request.POST.get("county") or request.GET.get("county", ""))
    if shown.place is None:
        if request.method == "POST":
            require(request.user, CHANGE)
        return choose_county(request, _("Numbers of the year"), "year_inputs", shown.counties)
    county = shown.place.division
    year = year_of(request.POST.get("year") or request.GET.get("year", ""))
    grid = _Grid(shown, year)
    if request.method == "POST":
        require(request.user, CHANGE, county.key)
        if grid.save(request.POST, request.user):
            messages.success(request, _("The numbers of the year are saved."))
            return redirect(back_to_year("year_inputs", county.key, year))
    today = timezone.localdate().year
    context = {
        "county": county,
        "year": year,
        "years": range(today - SHOWN_YEARS + 1, today + 1),
        "columns": [INPUTS[name] for name in grid.names],
        "rows": list(grid.rows()),
        "errors": grid.errors,
        "source": request.POST.get("source", ""),
        "may_change": user.scope_for(CHANGE).covers(county.key, None),
    }
    status = REFUSED if request.method == "POST" else 200
    return render(request, "funding/year_inputs.html", context, status=status)


class _Grid:
    """The cells of a county and year, and what was sent for them."""

    def __init__(self, shown: Reader, year: int) -> None:
        self.place: Any = shown.place
        self.year = year
        place: Any = shown.place
        code: str = place.division.key
        rows = YearInput.objects.in_county(code).filter(year=year)
        self.stored = {(row.township_id, row.name): row for row in rows}
        self.names = self._names()
        self.sent: dict[str, str] = {}
        self.errors: dict[str, str] = {}

    def _names(self) -> list[str]:
        """What the schemes of the county ask an office for, and what is recorded already."""
        schemes = usable_in(self.place.division, last_day(self.year)).prefetch_related("parts")
        parts = [part for scheme in schemes for part in scheme.parts.all()]
        counted = {measure.name for measure in COUNTED}
        needed = [m.name for m in figures_needed(parts) if m.name not in counted]
        used = [name for _township, name in self.stored if name in INPUTS]
        return list(dict.fromkeys([*needed, "paid_up_total", *used]))

    def rows(self) -> Iterator[tuple[str, str, list[Cell]]]:
        """Key, name and cells: the county first, then every township."""
        yield "", _("All townships"), [self._cell(None, name) for name in self.names]
        for one in townships_of(self.place):
            yield one.key, one.name, [self._cell(one.key, name) for name in self.names]

    def _cell(self, township: str | None, name: str) -> Cell:
        field = f"{township or 'all'}-{name}"
        row = self.stored.get((township, name))
        value = self.sent.get(field, row.value if row else "")
        choices = getattr(INPUTS[name], "codes", ())
        return Cell(name, field, value, choices, self.errors.get(field, ""))

    def save(self, data: Any, user: Any) -> bool:
        """Save every changed cell, or none when one of them is wrong."""
        source = data.get("source", "").strip()
        self.sent = {field: data.get(field, "").strip() for field in data}
        names = {one.key: one.name for one in townships_of(self.place)}
        try:
            with transaction.atomic():
                for township in (None, *names):
                    for name in self.names:
                        self._save_cell(township, name, source, user)
                self._name_rows(names)
                if self.errors:
                    transaction.set_rollback(True)
        except ValidationError as error:
            self.errors[""] = " ".join(error.messages)
        return not self.errors

    def _name_rows(self, names: dict[str, str]) -> None:
        """Say before each error in which row it is."""
        for field, text in self.errors.items():
            key = field.partition("-")[0]
            if key:
                self.errors[field] = names.get(key, _("All townships")) + _(": ") + text

    def _save_cell(self, township: str | None, name: str, source: str, user: Any) -> None:
        field = f"{township or 'all'}-{name}"
        row = self.stored.get((township, name))
        text = self.sent.get(field, "")
        if field not in self.sent or text == (row.value if row else ""):
            return
        if not text:
            self.errors[field] = _("A recorded number is corrected, not emptied.")
            return
        if not source:
            self.errors[""] = _("Say where the numbers come from.")
        row = row or YearInput(
            county_code=self.place.division.key, year=self.year, township_id=township, name=name
        )
        row.value, row.source = text, source
        try:
            save_year_input(year_input=row, user=user)
        except ValidationError as error:
            self.errors[field] = " ".join(error.messages)
