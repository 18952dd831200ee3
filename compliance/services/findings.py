"""Opening, keeping and resolving findings after the verdicts of a rule were brought up to date.

    nothing ── not met ──▶ open ── met ──▶ resolved          (what comes back is a new row)
                            │ ▲
                     waived ▼ │ waiver taken back
                          waived ── met ──▶ resolved

An answer that became unknown resolves nothing where another rule asks for what is missing
(`Collector.keeps_unknown`): the finding stays, with that answer behind it.
Waiving, assigning and noting are done by people (`compliance.services.handling`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from compliance.choices import FindingState, Urgency
from compliance.collectors import Case, Collector, Scope
from compliance.models import Finding
from compliance.services.judging import Judged
from compliance.services.verdicts import Answer, StoredAnswers, answer_of
from policies.engine.book import HARDEST_FIRST
from policies.engine.kinds import Status

BATCH = 500
KEPT_UP = ("verdict_id", "urgency", "due_on", "subject_label", "township_key")


@dataclass(frozen=True)
class Settled:
    """What became of the findings of a rule."""

    opened: int = 0
    updated: int = 0
    resolved: int = 0


@dataclass(frozen=True)
class Wanted:
    """The finding that a subject should have: its hardest verdict stands behind it."""

    case: Case
    urgency: Urgency
    due_on: date | None
    verdict_id: int

    @property
    def kept_up(self) -> dict[str, object]:
        """What an unresolved finding repeats of it."""
        return {
            "verdict_id": self.verdict_id,
            "urgency": str(self.urgency),
            "due_on": self.due_on,
            "subject_label": self.case.label[:200],
            "township_key": self.case.township_key,
        }


def settle_findings(
    collector: Collector, scope: Scope, judged: Iterable[Judged], answers: StoredAnswers
) -> Settled:
    """Open, update and resolve the findings of one rule. A waived one stays so until it is met."""
    judged = list(judged)
    wanted = _wanted(judged, answers.ids)
    unknown = _unknown(collector, judged)
    unresolved = _unresolved(collector, scope, {*wanted, *unknown})
    for key in unresolved.keys() & unknown.keys() - wanted.keys():
        if _stays(unresolved[key]):
            wanted[key] = _as_it_was(unresolved[key], unknown[key], answers.ids)
    changed = [row for key, row in unresolved.items() if key in wanted and _bring(row, wanted[key])]
    here = Finding.objects.in_county(scope.county_code)
    here.bulk_update(changed, KEPT_UP, batch_size=BATCH)
    kept = {*wanted, *answers.moved}
    over = [row.pk for key, row in unresolved.items() if key not in kept]
    if over:
        here.filter(pk__in=over).update(state=FindingState.RESOLVED, resolved_on=scope.on)
    new = [_new(collector, scope, key, one) for key, one in wanted.items() if key not in unresolved]
    Finding.objects.bulk_create(new, batch_size=BATCH)
    return Settled(len(new), len(changed), len(over))


def _wanted(judged: Iterable[Judged], ids: dict[Answer, int]) -> dict[str, Wanted]:
    """One finding a subject, however many documents ask the same: by the hardest of them."""
    hardest: dict[str, tuple[int, Wanted]] = {}
    for one in judged:
        if one.urgency is None:
            continue
        rank = HARDEST_FIRST.index(one.verdict.met)
        found = Wanted(one.case, one.urgency, one.due_on, ids[answer_of(one)])
        if one.case.key not in hardest or rank < hardest[one.case.key][0]:
            hardest[one.case.key] = (rank, found)
    return {key: found for key, (_rank, found) in hardest.items()}


def _unknown(collector: Collector, judged: Iterable[Judged]) -> dict[str, Judged]:
    """By subject an answer that settles nothing, where what is missing is asked for elsewhere."""
    if not collector.keeps_unknown:
        return {}
    return {one.case.key: one for one in judged if one.verdict.status is Status.UNKNOWN}


def _stays(row: Finding) -> bool:
    """Whether unknown leaves it: a question that another rule asks by now is asked there."""
    return row.state == FindingState.WAIVED or row.urgency != Urgency.MISSING_DATA


def _as_it_was(row: Finding, judged: Judged, ids: dict[Answer, int]) -> Wanted:
    """The finding of a subject that nobody can judge by now: urgency and date stay."""
    return Wanted(judged.case, Urgency(row.urgency), row.due_on, ids[answer_of(judged)])


def _unresolved(collector: Collector, scope: Scope, keys: set[str]) -> dict[str, Finding]:
    """Findings about the scope, held; those about subjects that moved into it among them."""
    where = scope.judged
    if scope.township_keys is not None:
        where |= Q(county_code=scope.county_code, subject_key__in=sorted(keys))
    rows = Finding.objects.filter(
        where, rule_id=collector.rule_id, subject=collector.subject, resolved_on__isnull=True
    )
    return {row.subject_key: row for row in rows.order_by("pk").select_for_update()}


def _bring(row: Finding, wanted: Wanted) -> bool:
    """Repeat what is wanted on the row; whether anything differed."""
    differs = {name: value for name, value in wanted.kept_up.items() if getattr(row, name) != value}
    for name, value in differs.items():
        setattr(row, name, value)
    return bool(differs)


def _new(collector: Collector, scope: Scope, key: str, wanted: Wanted) -> Finding:
    return Finding(
        county_code=scope.county_code,
        rule_id=collector.rule_id,
        subject=collector.subject,
        subject_key=key,
        first_seen=scope.on,
        **wanted.kept_up,
    )
