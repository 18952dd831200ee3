"""The commands `import_members`, `import_employers`, `import_attendance` and their sisters.

The same pipeline as in the browser, run here and now instead of by the worker.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from imports import services
from imports.choices import Kind, Mode, Severity, State
from imports.kinds import kind_of
from imports.messages import describe
from imports.models import ImportBatch
from imports.places import PERMISSION, Place, places_of
from imports.refusals import describe_refusal
from imports.tasks import work
from townships.choices import UnionKind
from townships.models import Union

MOST_SHOWN = 1000


class ImportCommand(BaseCommand):
    """Import a workbook of one kind."""

    kind: ClassVar[Kind]
    help = "Import a workbook. Exit code 1: nothing was imported."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """File, user, and how to treat rows with errors."""
        parser.add_argument("file", type=Path, help="xlsx, xls or csv")
        parser.add_argument("--user", required=True, help="in whose name; his area counts")
        parser.add_argument("--place", default="", help="code of the county or township")
        if kind_of(self.kind).takes_default_union:
            parser.add_argument("--union", default="", help="code of the union of rows without one")
        parser.add_argument("--dry-run", action="store_true", help="check only")
        parser.add_argument("--good-rows", action="store_true", help="import rows without errors")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, **options: Any) -> None:
        """Check, and unless it is a dry run, import."""
        batch = self._check(options)
        if batch.state == State.READY and not options["dry_run"] and self._importable(batch):
            self._import(batch)
        report = self._report(batch)
        self._print(report, options["json"])
        if options["dry_run"] and batch.state in (State.READY, State.REFUSED):
            services.discard(batch=batch, user=batch.created_by)
        if report["refusal"] or (batch.blocked and not options["dry_run"]):
            raise SystemExit(1)

    def _check(self, options: dict[str, Any]) -> ImportBatch:
        user = _user(options["user"])
        union = _union(options.get("union", ""), user)
        place = _place(user, options["place"], union)
        mode = Mode.GOOD_ROWS if options["good_rows"] else Mode.ALL_OR_NOTHING
        try:
            with options["file"].open("rb") as file:
                batch = services.create_batch(
                    kind=self.kind,
                    place=place,
                    user=user,
                    file=file,
                    name=options["file"].name,
                    mode=mode,
                    default_union=union,
                    send_it=False,
                )
        except OSError:
            raise CommandError(_("This file cannot be opened: %s") % options["file"])
        except PermissionDenied:
            raise CommandError(_("This user may not import this here."))
        return _worked(batch)

    def _importable(self, batch: ImportBatch) -> bool:
        return batch.good_count > 0 and not batch.blocked

    def _import(self, batch: ImportBatch) -> None:
        try:
            services.confirm(batch=batch, user=batch.created_by, mode=batch.mode, send_it=False)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages))
        _worked(batch)

    def _report(self, batch: ImportBatch) -> dict[str, Any]:
        """Counts, and why nothing was imported."""
        refusal = ""
        if batch.state == State.REFUSED:
            refusal = " ".join(map(str, describe_refusal(batch.refusal)))
        elif batch.state == State.FAILED:
            refusal = _("The import stopped because of a fault; nothing was written.")
        counts = batch.outcome()
        if refusal:
            counts = dict.fromkeys(counts, 0)
        return {
            **counts,
            "batch": batch.pk,
            "state": str(batch.state),
            "refusal": refusal,
            "errors": list(_errors(batch)),
        }

    def _print(self, report: dict[str, Any], as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(report, ensure_ascii=False))
            return
        if report["refusal"]:
            self.stderr.write(report["refusal"])
            return
        for error in report["errors"]:
            self.stderr.write(f"{error['cell']}\t{error['value']}\t{error['reason']}")
        self.stdout.write(
            _(
                "%(rows)s rows: %(created)s new, %(updated)s changed, %(unchanged)s unchanged, "
                "%(skipped)s skipped, %(failed)s with errors."
            )
            % report
        )


def _worked(batch: ImportBatch) -> ImportBatch:
    """Do the batch's next piece of work in this process."""
    work(batch.pk)
    batch.refresh_from_db()
    return batch


def _user(name: str) -> Any:
    user = get_user_model().objects.filter(username=name, is_active=True).first()
    if user is None:
        raise CommandError(_("There is no user “%s”.") % name)
    return user


def _union(code: str, user: Any) -> Union | None:
    if not code:
        return None
    unions = Union.objects.visible_to(user, PERMISSION).exclude(kind=UnionKind.COUNTY)
    union = unions.filter(code=code).first()
    if union is None:
        raise CommandError(_("There is no union with the code “%s” in the area.") % code)
    return union


def _place(user: Any, code: str, union: Union | None) -> Place:
    """The place that is named, or that the union lies in, or the user's only one."""
    places = places_of(user)
    if code:
        places = [place for place in places if code in (place.value, _code(place))]
    elif union is not None:
        places = [
            place
            for place in places
            if place.county_code == union.county_code
            and place.value in (union.county_code, union.township_id)
        ]
    if len(places) != 1:
        raise CommandError(_("Say with --place for which county or township this is."))
    return places[0]


def _code(place: Place) -> str:
    return place.township.code if place.township else place.county_code


def _errors(batch: ImportBatch) -> Any:
    """The first errors, as cell, content and words."""
    issues = batch.issues.filter(severity=Severity.ERROR).order_by("row_number", "id")
    for issue in issues[:MOST_SHOWN]:
        words = describe(issue.code, issue.params, column=issue.column)
        yield {
            "cell": f"{issue.column}{issue.row_number}",
            "row": issue.row_number,
            "column": issue.header,
            "value": issue.shown,
            "code": issue.code,
            "reason": words.text,
            "remedy": words.remedy,
        }
