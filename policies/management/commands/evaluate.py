"""`manage.py evaluate RULE_ID`: one verdict; `--list`: what is in force. For people or scripts."""

import argparse
import json
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from policies.choices import DocumentKind, ProvisionModality, RuleKind
from policies.engine import (
    BadValue,
    Measure,
    PolicyError,
    Rule,
    Status,
    Subject,
    UnknownMeasure,
    Value,
    Verdict,
    measures,
    rules,
)
from policies.engine.measure_types import read_day
from policies.selectors import Standing, evaluate, standing_provisions, stored_measures

if TYPE_CHECKING:
    from townships.models import Division


class Command(BaseCommand):
    """Evaluate one rule for one division on one day."""

    help = (
        "Evaluate a rule. With --set only the given measures count and all others are unknown; "
        "without --set the figures stored for the division on that day are read."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("rule_id", nargs="?", help="for example R-ORG-02")
        parser.add_argument(
            "--list", action="store_true", dest="listing", help="list the provisions in force"
        )
        parser.add_argument("--division", metavar="CODE", help="today's or a former code")
        parser.add_argument("--on", metavar="DATE", help="YYYY-MM-DD; today when left out")
        parser.add_argument(
            "--set", metavar="NAME=VALUE", action="append", dest="given", help="a measure"
        )
        parser.add_argument(
            "--parameter",
            metavar="NAME=VALUE",
            action="append",
            default=[],
            dest="parameters",
            help="try the rule with another parameter than the provision has",
        )
        parser.add_argument(
            "--measures", action="store_true", help="list the measures the rule looks at"
        )
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print JSON on one line"
        )
        parser.add_argument(
            "--full", action="store_true", help="with --json: parameters and conditions as well"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._handle(argparse.Namespace(**options))
        except PolicyError as error:
            raise CommandError(str(error)) from error
        except RecursionError:  # when the parameter is read, or when a refusal names it
            raise CommandError(_("A parameter is nested too deeply.")) from None

    def _handle(self, options: argparse.Namespace) -> None:
        if options.listing:
            self._print_list(options)
            return
        if not options.rule_id:
            raise PolicyError(_("Name a rule, or list what is in force: --list"))
        if options.measures:
            self._print_measures(options.rule_id, options.as_json)
            return
        rule = rules.get(options.rule_id)
        on = parse_day(options.on)
        division = find_division(options.division, on)
        values = parse_measures(options.given or [], rule)
        if foreign := sorted(values.keys() - {measure.name for measure in rule.measures}):
            text = _("%(rule)s does not look at: %(names)s.")
            self.stderr.write(text % {"rule": rule.rule_id, "names": ", ".join(foreign)})
        # What is stored of a division says nothing about one of its unions or people.
        if options.given is None and rule.subject is Subject.TOWNSHIP:
            values = dict(stored_measures(division, on).values)
        verdict = evaluate(
            options.rule_id,
            division=division,
            on=on,
            values=values,
            parameters=parse_parameters(options.parameters),
        )
        if options.as_json:
            data = verdict.as_full_json() if options.full else verdict.as_json()
            self.stdout.write(json.dumps(data, ensure_ascii=False))
        else:
            self.stdout.write(as_text(verdict, division, on))

    def _print_list(self, options: argparse.Namespace) -> None:
        asked = (options.rule_id, options.measures, options.parameters)
        if any(asked) or options.given is not None:
            raise PolicyError(_("--list takes a division and a date only."))
        on = parse_day(options.on)
        rows = standing_provisions(find_division(options.division, on), on)
        if options.as_json:
            self.stdout.write(json.dumps([row.as_json() for row in rows], ensure_ascii=False))
            return
        for row in rows:
            self.stdout.write(as_line(row))

    def _print_measures(self, rule_id: str, as_json: bool) -> None:
        rule = rules.get(rule_id)
        rows: list[dict[str, Any]] = [
            {
                "name": measure.name,
                "type": measure.type_name,
                "unit": measure.unit,
                "label": str(measure.label),
                "meaning": str(measure.meaning),
                "needed": measure not in rule.optional,
                "values": measure.values,
            }
            for measure in rule.measures
        ]
        if as_json:
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
            return
        for row in rows:
            texts = [row[name] for name in ("name", "type", "unit", "label", "meaning")]
            needed = _("needed") if row["needed"] else _("may be left out")
            self.stdout.write("\t".join((*texts, ", ".join(row["values"]), needed)))
        if not rows:
            self.stdout.write(_("%(rule)s looks at no measures.") % {"rule": rule_id})


def parse_day(text: str | None) -> date:
    """The day written as YYYY-MM-DD; today for None. Raises `PolicyError`."""
    if text is None:
        return timezone.localdate()
    try:
        return read_day(text)
    except ValueError:
        raise PolicyError(
            _("“%(text)s” is not a date. Write it like 2026-03-15.") % {"text": text}
        ) from None


def find_division(code: str | None, on: date) -> "Division":
    """The division of a code of today or of that day. Raises `PolicyError`."""
    from townships.models import Division
    from townships.selectors.divisions import resolve

    if not code:
        raise PolicyError(_("Name the division: --division CODE"))
    try:
        return resolve(code, on=on)
    except Division.DoesNotExist:
        raise PolicyError(_("There is no division with the code “%(code)s”.") % {"code": code})


def parse_measures(given: list[str], rule: Rule[Any]) -> dict[str, Value]:
    """NAME=VALUE arguments as measures. Raises `PolicyError` for anything that does not fit.

    A measure of other rules fits, as a file of measures may serve several rules.
    """
    values: dict[str, Value] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals:
            raise BadValue(_("“%(text)s” should read NAME=VALUE.") % {"text": text})
        if name in values:
            raise BadValue(_("The measure “%(name)s” is given twice.") % {"name": name})
        values[name] = _measure(name, rule).parse(value)
    return values


def _measure(name: str, rule: Rule[Any]) -> Measure:
    """The measure of this name; a refusal names those of the rule, not all there are."""
    try:
        return measures.get(name)
    except UnknownMeasure:
        known = ", ".join(measure.name for measure in rule.measures)
        text = _("There is no measure “%(name)s”. %(rule)s looks at: %(known)s.")
        raise UnknownMeasure(
            text % {"name": name, "rule": rule.rule_id, "known": known or "–"}
        ) from None


def parse_parameters(given: list[str]) -> dict[str, object]:
    """NAME=VALUE arguments as parameters: numbers, lists, true and false, or else a text.

    Raises `PolicyError`; whether they fit the rule is for the rule to say.
    """
    parameters: dict[str, object] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals:
            raise PolicyError(_("“%(text)s” should read NAME=VALUE.") % {"text": text})
        try:
            parameters[name] = json.loads(value, parse_float=str)
        except ValueError:
            parameters[name] = value
    return parameters


def status_words(status: Status) -> str:
    """The status in one word."""
    return {
        Status.SATISFIED: _("conditions met"),
        Status.VIOLATED: _("conditions not met"),
        Status.UNKNOWN: _("cannot be judged"),
        Status.NOT_APPLICABLE: _("does not apply here"),
    }[status]


def as_line(row: Standing) -> str:
    """One provision for a reader: rule, place, how it binds, basis, and what it gives way to."""
    found, nearer = row.provision, row.overridden_by
    parts = [
        found.rule_id,
        found.place_name or _("whole country"),
        ProvisionModality(found.modality).label,
        RuleKind(found.kind).label,
        f"{found.document} {found.clause}",
    ]
    if found.practice:
        parts.append(DocumentKind.PRACTICE.label)
    if nearer:
        basis = f"{nearer.document} {nearer.clause}"
        parts.append(_("overridden by %(basis)s") % {"basis": basis})
    return "\t".join(str(part) for part in parts)


def as_text(verdict: Verdict, division: "Division", on: date) -> str:
    """The verdict for a reader: result, conditions, basis, reading."""
    lines = [
        f"{verdict.rule}  {division.name} {division.code}  {on.isoformat()}",
        f"{status_words(verdict.status)}：{verdict.explanation}",
    ]
    lines += [f"  - {c.sentence}（{c.difference}）" for c in verdict.conditions]
    if verdict.modality:
        lines.append(f"{ProvisionModality(verdict.modality).label}：“{verdict.key_phrase}”")
    if verdict.reading:
        lines.append(_("Reading: %(reading)s") % {"reading": verdict.reading})
    return "\n".join(lines)
