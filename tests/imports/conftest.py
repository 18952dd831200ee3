"""Running imports in tests: the same services as the browser, the work done on the spot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from imports import services
from imports.choices import Kind, Mode, State
from imports.models import ImportBatch
from imports.places import place_of
from imports.tasks import WORKERS, work
from tests.county.statements import noted
from tests.imports import workbooks
from tests.imports.people import row
from townships.models import Union, UnionKey


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path_factory) -> None:
    """Uploads of one test lie apart from those of the others."""
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("uploads")


@pytest.fixture(autouse=True)
def counties_are_named(monkeypatch) -> Iterator[None]:
    """Whatever is done with a batch suits a database divided by county."""
    bad: list[str] = []
    for state, do in WORKERS.items():
        monkeypatch.setitem(WORKERS, state, _watched(do, bad))
    yield
    assert bad == []


def _watched(do: Callable[[ImportBatch], None], bad: list[str]) -> Callable[[ImportBatch], None]:
    def watched(batch: ImportBatch) -> None:
        with noted() as found:
            try:
                do(batch)
            finally:
                bad.extend(found)

    return watched


def check_file(
    path: Path, user: Any, kind: str = Kind.MEMBERS, place: str = "410581", **options: Any
) -> ImportBatch:
    """Upload a file and have it checked here and now."""
    found = place_of(user, place)
    assert found is not None
    with path.open("rb") as file:
        batch = services.create_batch(
            kind=kind, place=found, user=user, file=file, name=path.name, send_it=False, **options
        )
    work(batch.pk)
    batch.refresh_from_db()
    return batch


def apply_file(batch: ImportBatch, user: Any, mode: str = Mode.GOOD_ROWS) -> ImportBatch:
    """Confirm a checked batch and have it written here and now."""
    if batch.state == State.READY:
        services.confirm(batch=batch, user=user, mode=mode, send_it=False)
        work(batch.pk)
        batch.refresh_from_db()
    return batch


def undo_file(batch: ImportBatch, user: Any, *, partly: bool = False) -> ImportBatch:
    """Undo a batch here and now."""
    services.request_undo(batch=batch, user=user, partly=partly, send_it=False)
    work(batch.pk)
    batch.refresh_from_db()
    return batch


@pytest.fixture
def colleague(staff: Any, django_user_model: Any) -> Any:
    """Somebody else of the county's office."""
    user = django_user_model.objects.create_user("colleague", password="x")
    own = staff.county.assignments.get()
    user.assignments.create(role=own.role, division=own.division)
    return user


Import = Callable[..., ImportBatch]


@pytest.fixture
def import_rows(tmp_path, staff, unions) -> Import:
    """Import provincial member rows as the county's clerk into the factory's union."""

    def run(*rows: list[str], user: Any = None, union: Any = "factory", **options: Any):
        path = workbooks.provincial(tmp_path / "会员.xlsx", list(rows))
        user = user or staff.county
        chosen = getattr(unions, union) if union else None
        batch = check_file(path, user, default_union=chosen, **options)
        return apply_file(batch, user)

    return run


@pytest.fixture
def import_table(tmp_path, staff) -> Import:
    """Import a table (titles, rows) of another kind as the county's clerk."""

    def run(kind: str, titles: list[str], *rows: list[Any], user: Any = None, **options: Any):
        path = workbooks.xlsx(tmp_path / "表.xlsx", [titles, *rows])
        user = user or staff.county
        return apply_file(check_file(path, user, kind, **options), user)

    return run


@pytest.fixture
def coded_unions(unions):
    """The bare unions with their codes claimed, as the services would have done."""
    rows = Union.objects.values_list("code", "county_code", "pk")
    UnionKey.objects.bulk_create(
        UnionKey(value=code, county_code=county, union_id=pk) for code, county, pk in rows
    )
    return unions


def codes(batch: ImportBatch) -> dict[int, list[str]]:
    """Codes of the errors by row."""
    found: dict[int, list[str]] = {}
    for issue in batch.issues.filter(severity="error").order_by("row_number", "id"):
        found.setdefault(issue.row_number, []).append(issue.code)
    return found


def counts(batch: ImportBatch) -> tuple[int, int, int, int, int]:
    """created, updated, unchanged, skipped, failed; checks that they add up."""
    report = batch.outcome()
    parts = tuple(report[key] for key in ("created", "updated", "unchanged", "skipped", "failed"))
    assert sum(parts) == report["rows"]
    return parts  # type: ignore[return-value]


__all__ = ["apply_file", "check_file", "codes", "counts", "row", "undo_file"]
