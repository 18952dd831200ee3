"""What is measured: the work of unionreg, by the same calls as the browser and the worker."""

from __future__ import annotations

from pathlib import Path

from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from bench.county import COUNTY
from dashboards.selectors.figures import CountyFigures, county_figures, latest_statistics
from history.models import Change
from imports import services
from imports.choices import Kind, Mode, State
from imports.models import ImportBatch
from imports.places import place_of
from imports.tasks import work
from members.models import Member
from policies.engine import Verdict
from policies.selectors import evaluate, load_book
from townships.selectors.places import CountyPlace

RULE = "R-ORG-02"
MEASURES = ("firm_count", "worker_count", "fulltime_staffing")


def preview(path: Path) -> ImportBatch:
    """Upload a workbook and have it checked and staged; with nothing new in it, that is all."""
    clerk = User.objects.get(username="clerk")
    place = place_of(clerk, COUNTY)
    if place is None:
        raise RuntimeError("The clerk may not import into the scratch county")
    with path.open("rb") as file:
        batch = services.create_batch(
            kind=Kind.MEMBERS, place=place, user=clerk, file=file, name=path.name, send_it=False
        )
    return _worked(batch, State.READY, State.APPLIED)


def confirm(batch: ImportBatch) -> None:
    """Have a checked batch written."""
    services.confirm(batch=batch, user=batch.created_by, mode=Mode.ALL_OR_NOTHING, send_it=False)
    _worked(batch, State.APPLIED)


def _worked(batch: ImportBatch, *wanted: State) -> ImportBatch:
    work(batch.pk)
    batch.refresh_from_db()
    if batch.state not in wanted:
        raise RuntimeError(f"The import is {batch.state}: {batch.refusal}")
    return batch


def check_imported(batch: ImportBatch, rows: int) -> None:
    """Refuse to publish a time for work that was not done."""
    found = (batch.new_count, Member.objects.count(), Change.objects.count())
    if found != (rows, rows, rows):
        raise RuntimeError(f"New rows, members, history: {found} instead of {rows} each")


def written() -> tuple[object, ...]:
    """Changes when a member row or a history row is written."""
    members = Member.objects.aggregate(Max("id"), Max("version"), Max("updated_at"))
    return (Member.objects.count(), Change.objects.count(), *members.values())


def check_unchanged(batch: ImportBatch, rows: int, before: tuple[object, ...]) -> None:
    """Fail when a second import of the same file found or wrote anything new."""
    if batch.unchanged_count != rows or batch.row_count != rows or written() != before:
        raise RuntimeError(f"A second import was no idle one: {batch.outcome()}")


def page_numbers(place: CountyPlace) -> CountyFigures:
    """The numbers of the county's page: counts, rates, goals of every township."""
    return county_figures(place)


def judge_townships(place: CountyPlace) -> list[Verdict]:
    """R-ORG-02 for every township by its latest figures, with one book."""
    day, book = timezone.localdate(), load_book()
    figures = latest_statistics(place.codes, (t.key for t in place.townships), day)
    return [
        evaluate(
            RULE,
            division=township,
            on=day,
            values={name: getattr(figures[township.key], name) for name in MEASURES},
            book=book,
        )
        for township in place.townships
        if township.key in figures
    ]
