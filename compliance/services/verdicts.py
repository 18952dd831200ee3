"""Storing verdicts: what is as it was stays, what changed is a new row, nothing is rewritten."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from cadres.models import SocialWorker
from compliance.choices import SubjectKind
from compliance.collectors import Case, Collector, Scope
from compliance.models import StoredVerdict
from compliance.services.judging import Judged
from policies.engine import Verdict
from policies.engine.verdicts import plain
from townships.models import Employer, Union

BATCH = 500
# What makes an answer another one. The wording of an explanation does not: it tells the same
# numbers, in the language of the day.
COMPARED = (
    *("township_key", "status", "met", "kind", "modality", "document", "clause", "key_phrase"),
    *("reading", "parameters", "inputs", "value", "figures_as_of"),
)
_TABLES: dict[str, type[Union] | type[Employer] | type[SocialWorker]] = {
    SubjectKind.UNION: Union,
    SubjectKind.EMPLOYER: Employer,
    SubjectKind.SOCIAL_WORKER: SocialWorker,
}
Answer = tuple[str, int]  # key of the subject, id of the provision


@dataclass(frozen=True)
class StoredAnswers:
    """Ids of the verdicts of today, and what storing them came to.

    `moved`: keys of subjects that left the scope for another township, which judges them.
    """

    ids: dict[Answer, int]
    written: int
    ended: int
    moved: frozenset[str]


def answer_of(judged: Judged) -> Answer:
    """Who was judged by which provision. Only provisions from the database are stored."""
    if judged.verdict.provision_id is None:
        raise ValueError(f"{judged.verdict.rule}: a verdict without a stored provision")
    return judged.case.key, judged.verdict.provision_id


def store_verdicts(collector: Collector, scope: Scope, judged: Iterable[Judged]) -> StoredAnswers:
    """Bring the verdicts of one rule up to date in queries whose number does not grow with them.

    The caller holds the summary rows of the scope, so nobody else writes the same at once.
    """
    wanted = {answer_of(one): one for one in judged}
    stored = _latest(collector, scope, {key for key, _provision in wanted})
    same, outdated = set(), []
    for answer, (pk, values) in stored.items():
        one = wanted.get(answer)
        if one and values == _values(one.case, one.verdict):
            same.add(answer)
        elif one:
            outdated.append(pk)
    gone = {answer: pk for answer, (pk, _values) in stored.items() if answer not in wanted}
    moved = _moved(collector, scope, {key for key, _provision in gone})
    ended = [pk for (key, _provision), pk in gone.items() if key not in moved]
    _set_aside(scope, outdated, None)
    _set_aside(scope, ended, scope.on)
    changed = {answer: one for answer, one in wanted.items() if answer not in same}
    new = {answer: _row(collector, scope, one) for answer, one in changed.items()}
    StoredVerdict.objects.bulk_create(new.values(), batch_size=BATCH)
    ids = {answer: stored[answer][0] for answer in same}
    ids |= {answer: row.pk for answer, row in new.items()}
    return StoredAnswers(ids, len(new), len(ended), moved)


def _moved(collector: Collector, scope: Scope, gone: set[str]) -> frozenset[str]:
    """Those of the subjects that lie in a township outside the scope by now."""
    if scope.township_keys is None or collector.subject not in _TABLES or not gone:
        return frozenset()
    rows = _TABLES[collector.subject].objects.in_county(scope.county_code)
    elsewhere = rows.filter(pk__in=sorted(map(int, gone))).exclude(scope.rows)
    return frozenset(str(pk) for pk in elsewhere.values_list("pk", flat=True))


def _latest(
    collector: Collector, scope: Scope, keys: set[str]
) -> dict[Answer, tuple[int, dict[str, Any]]]:
    """Today's stored answers about the scope, and about subjects that moved into it."""
    where = scope.judged
    if scope.township_keys is not None:
        where |= Q(county_code=scope.county_code, subject_key__in=sorted(keys))
    rows = StoredVerdict.objects.filter(
        where, rule_id=collector.rule_id, subject=collector.subject, is_latest=True
    )
    found = {}
    for row in rows.values("pk", "subject_key", "provision_id", *COMPARED):
        answer = (row.pop("subject_key"), row.pop("provision_id"))
        found[answer] = (row.pop("pk"), row)
    return found


def _values(case: Case, verdict: Verdict) -> dict[str, Any]:
    """What is compared, as it is stored."""
    return {
        "township_key": case.township_key,
        "status": str(verdict.status),
        "met": verdict.met,
        "kind": str(verdict.kind),
        "modality": str(verdict.modality),
        "document": verdict.document or "",
        "clause": verdict.clause or "",
        "key_phrase": verdict.key_phrase,
        "reading": verdict.reading,
        "parameters": dict(verdict.parameters),
        "inputs": {name: plain(value) for name, value in verdict.inputs.items()},
        "value": plain(verdict.value),
        "figures_as_of": case.as_of,
    }


def _row(collector: Collector, scope: Scope, judged: Judged) -> StoredVerdict:
    case, verdict = judged.case, judged.verdict
    return StoredVerdict(
        county_code=scope.county_code,
        rule_id=collector.rule_id,
        subject=collector.subject,
        subject_key=case.key,
        subject_label=case.label[:200],
        provision_id=answer_of(judged)[1],
        explanation=verdict.explanation,
        judged_on=scope.on,
        **_values(case, verdict),
    )


def _set_aside(scope: Scope, ids: list[int], ended_on: date | None) -> None:
    """Mark answers that are no longer today's; `ended_on`: nothing judges the subject any more."""
    if ids:
        rows = StoredVerdict.objects.in_county(scope.county_code).filter(pk__in=ids)
        rows.update(is_latest=False, ended_on=ended_on)
