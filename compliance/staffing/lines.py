"""The townships of a county: who leads, who serves full-time, quota and gap, the pattern kept."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from cadres.choices import AppointmentType, PartyRole
from cadres.selectors.rosters import Held, Roster
from cadres.selectors.social_workers import QUOTA
from compliance.choices import FindingState
from compliance.collectors import Scope
from compliance.collectors.recorded import figures
from compliance.collectors.staffing import Staffing, staffing_of
from compliance.selectors.findings import visible
from policies.engine import Book, Place, Status, Verdict
from policies.selectors import load_book
from policies.topics import rule_name
from townships.choices import UnionForm

# Judged by what is in force at the place; a pattern of another place is not looked at.
PATTERNS = ("R-CAD-01", "R-CAD-05", "R-CAD-10", "R-CAD-13", "R-CAD-14")
# Its parts are not defined, so it is cited and not judged.
CITED = "R-CAD-12"
RULES = (*PATTERNS, CITED, QUOTA)
ABOUT_STAFF = ("R-CAD-", "R-SOC-")


@dataclass(frozen=True)
class Pattern:
    """One rule in force at the township. `kind` is that of its badge."""

    rule: str
    name: str
    basis: str
    kind: str
    state: str
    gap: str


@dataclass(frozen=True)
class Line:
    """One township."""

    key: str
    name: str
    union: str
    union_id: int | None
    recorded: bool
    roster: Roster | None
    fulltime_leaders: int | None
    fulltime_staff: int | None
    workers: int | None
    employed: int | None
    quota: int | None
    patterns: tuple[Pattern, ...]
    findings: int = 0

    @property
    def gap(self) -> int | None:
        """Posts for social union workers that are not filled; negative: too many."""
        if self.quota is None or self.employed is None:
            return None
        return self.quota - self.employed

    @property
    def over(self) -> int:
        """How many more than the quota."""
        return max(-(self.gap or 0), 0)

    @property
    def chair(self) -> str:
        """How the chair serves and the party post, in words; empty without a chair."""
        chair = self.roster.chair if self.roster else None
        if chair is None:
            return ""
        kind = AppointmentType(chair.kind).label if chair.kind else _("not recorded how")
        role = _role(chair)
        return _("%(kind)s · %(role)s") % {"kind": kind, "role": role} if role else str(kind)

    @property
    def gaps(self) -> str:
        """What is missing by the patterns in force, in words for a workbook."""
        return _("; ").join(f"{one.name}: {one.gap or one.state}" for one in self.patterns)


def _role(held: Held) -> str:
    if held.party_role in ("", PartyRole.NONE):
        return ""
    return str(PartyRole(held.party_role).label)


@dataclass(frozen=True)
class Table:
    """The lines of a county, or of some of its townships, with their sums."""

    lines: list[Line]
    rosters: list[Roster] = field(default_factory=list)

    @property
    def totals(self) -> dict[str, int]:
        """Sums of what is known, and of how many townships it is not."""
        known = {
            "chairs": sum(line.roster.chairs for line in self.lines if line.roster),
            "unrecorded": sum(not line.recorded for line in self.lines),
            "findings": sum(line.findings for line in self.lines),
            "over": sum(line.over for line in self.lines),
            "gap": sum(max(line.gap or 0, 0) for line in self.lines),
        }
        for name in ("fulltime_leaders", "fulltime_staff", "employed", "quota"):
            known[name] = sum(getattr(line, name) or 0 for line in self.lines)
        return known


def table(user: Any, scope: Scope) -> Table:
    """The townships of a scope; the number of queries does not depend on theirs."""
    book = load_book(*RULES)
    workers = {case.key: case.values["worker_count"] for case in _figures(scope)}
    found = staffing_of(scope)
    numbers = findings_by_township(user, scope)
    lines = [_line(scope, book, one, workers.get(one.township.key), numbers) for one in found]
    return Table(lines, [one.roster for one in found if one.roster])


def _figures(scope: Scope) -> Any:
    return figures(scope, "worker_count").cases()


def _line(
    scope: Scope, book: Book, one: Staffing, workers: Any, numbers: Mapping[str, int]
) -> Line:
    place, roster = scope.places.place(one.township.key), one.roster
    employed = None if one.workers is None else len(one.workers)
    values = one.values()
    return Line(
        key=one.township.key,
        name=one.township.name,
        union=one.union.get_form_display() if one.union and one.union.form else "",
        union_id=one.union.pk if one.union else None,
        recorded=roster is not None,
        roster=roster,
        fulltime_leaders=roster.fulltime_leaders if roster else None,
        fulltime_staff=roster.fulltime_staff(one.workers or ()) if roster else None,
        workers=workers,
        employed=employed,
        quota=_quota(book, place, scope.on, workers, employed),
        patterns=tuple(_patterns(book, place, scope.on, one, values)),
        findings=numbers.get(one.township.key, 0),
    )


def _quota(
    book: Book, place: Place, on: date, workers: int | None, employed: int | None
) -> int | None:
    """The quota of R-SOC-02 in the reading of the provision in force; None: none, or unknown."""
    if workers is None or not book.in_force(QUOTA, place, on):
        return None
    measures = {"worker_count": workers, "social_workers": employed}
    value = book.evaluate(QUOTA, place=place, on=on, measures=measures).value
    return value if isinstance(value, int) else None


def _patterns(
    book: Book, place: Place, on: date, one: Staffing, values: Mapping[str, Any]
) -> list[Pattern]:
    """The patterns in force; R-CAD-01 speaks of a 总工会 only."""
    if one.union is None or one.union.form == UnionForm.WORK_COMMITTEE:
        return []
    known = {**values, "form": one.union.form or None}
    found = []
    for rule in PATTERNS:
        if rule == "R-CAD-01" and one.union.form != UnionForm.GENERAL:
            continue
        wanted = {measure.name for measure in book.rules.get(rule).measures}
        measures = {name: value for name, value in known.items() if name in wanted}
        if book.in_force(rule, place, on):
            found.append(_judged(book.evaluate(rule, place=place, on=on, measures=measures)))
    return [*found, *_cited(book, place, on)]


def _judged(verdict: Verdict) -> Pattern:
    kind, state = {
        Status.SATISFIED: ("ok", _("in order")),
        Status.VIOLATED: ("warn", _("gap")),
    }.get(verdict.status, ("unk", _("cannot be judged")))
    told = [one.sentence for one in verdict.conditions if one.met is False]
    if verdict.status is Status.UNKNOWN:
        told = [_("not recorded: %(label)s") % {"label": c.label} for c in _open(verdict)]
    basis = f"{verdict.document} {verdict.clause}"
    return Pattern(verdict.rule, rule_name(verdict.rule), basis, kind, state, _("; ").join(told))


def _open(verdict: Verdict) -> list[Any]:
    return [one for one in verdict.conditions if one.met is None]


def _cited(book: Book, place: Place, on: date) -> list[Pattern]:
    return [
        Pattern(
            CITED,
            rule_name(CITED),
            f"{facts.document} {facts.clause}",
            "info",
            _("not judged"),
            _("the document does not say what its parts are"),
        )
        for facts in book.in_force(CITED, place, on)
    ]


def findings_by_township(user: Any, scope: Scope) -> dict[str, int]:
    """Open findings about posts and social union workers by township of today."""
    today = scope.places.county.today if scope.places.county else {}
    rows = visible(user).filter(
        county_code__in=scope.places.codes, state=FindingState.OPEN, rule_id__in=finding_rules()
    )
    counted: Counter[str] = Counter()
    grouped = rows.order_by().values_list("township_key").annotate(number=Count("pk"))
    for key, number in grouped:
        counted[today.get(key, key)] += number
    return dict(counted)


def finding_rules() -> Collection[str]:
    """The rules whose findings the page counts."""
    from compliance.collectors import collectors

    return [rule for rule in collectors() if rule.startswith(ABOUT_STAFF)]
