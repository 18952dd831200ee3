"""What is measured: the work of unionreg, by the same calls as the browser and the worker."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone

from accounts.models import User
from bench.county import COUNTY, clerk_name
from bench.sizes import CITY
from dashboards.selectors.figures import CountyFigures, county_figures, latest_statistics
from dashboards.selectors.places import region
from dashboards.selectors.regions import RegionFigures, region_figures
from history.models import Change
from imports import services
from imports.choices import Kind, Mode, State
from imports.models import ImportBatch
from imports.places import place_of
from imports.tasks import work
from members.models import Member, MemberExport
from members.selectors.search import search
from members.services.exports import file_of
from members.tasks import write_in_background
from policies.engine import Verdict
from policies.selectors import evaluate, load_book
from townships.models import Division
from townships.selectors.places import CountyPlace

RULE = "R-ORG-02"
MEASURES = ("firm_count", "worker_count", "fulltime_staffing")


def upload(path: Path, county: str = COUNTY) -> ImportBatch:
    """Hand a workbook in, as the clerk of the county does."""
    clerk = User.objects.get(username=clerk_name(county))
    place = place_of(clerk, county)
    if place is None:
        raise RuntimeError("The clerk may not import into the scratch county")
    with path.open("rb") as file:
        return services.create_batch(
            kind=Kind.MEMBERS, place=place, user=clerk, file=file, name=path.name, send_it=False
        )


def check(batch: ImportBatch) -> ImportBatch:
    """Have it checked and staged by the worker; with nothing new in it, that is all."""
    return _worked(batch, State.READY, State.APPLIED)


def preview(path: Path, county: str = COUNTY) -> ImportBatch:
    """From the upload to the preview."""
    return check(upload(path, county))


def order(batch: ImportBatch) -> None:
    """Confirm a checked batch, as the clerk does; rows with errors stay out."""
    services.confirm(batch=batch, user=batch.created_by, mode=Mode.GOOD_ROWS, send_it=False)


def write(batch: ImportBatch) -> ImportBatch:
    """Have a confirmed batch written by the worker."""
    return _worked(batch, State.APPLIED)


def confirm(batch: ImportBatch) -> None:
    """From the confirmation to the end."""
    order(batch)
    write(batch)


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


def check_counts(batch: ImportBatch, *, changed: int, failed: int = 0) -> None:
    """Fail when an import of people who are registered found something else."""
    batch.refresh_from_db()
    found = (batch.new_count, batch.changed_count, batch.failed_count, bool(batch.error_file))
    if found != (0, changed, failed, failed > 0):
        raise RuntimeError(f"New, changed, failed rows, error workbook: {found}")


def export(user: str, query: str = "") -> Path:
    """Somebody's list of members as a workbook, written by the worker; `query` narrows it."""
    asking = User.objects.get(username=user)
    export = MemberExport.objects.create(user=asking, query=query, language="zh-hans")
    write_in_background.call(export.pk)
    export.refresh_from_db()
    path = file_of(export)
    if path is None:
        raise RuntimeError(f"The export is {export.state}")
    return path


def find(counties: Sequence[str], text: str) -> int:
    """How many people the search box finds."""
    rows: Any = Member.objects.filter(county_code__in=counties)
    return search(rows, text).count()


def page_numbers(place: CountyPlace) -> CountyFigures:
    """The numbers of the county's page: counts, rates, goals of every township."""
    return county_figures(place)


def city_numbers() -> RegionFigures:
    """The numbers of the city's page: counts and rates of every county."""
    return region_figures(region(Division.objects.get(key=CITY)))


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
