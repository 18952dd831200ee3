"""Everything behind a verdict: provision, precedence, conditions, inputs, earlier answers."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from compliance.models import StoredVerdict
from compliance.permissions import VIEW
from compliance.selectors.order import chain_of
from compliance.selectors.rejudging import inputs_of, retold
from compliance.selectors.rows import rows_url, subject_url
from policies.engine import ConditionResult, PolicyError, Verdict, describe_parameters
from policies.engine import measures as known_measures
from policies.engine import rules as known_rules
from policies.selectors import Standing, load_book, standing_provisions
from townships.models import Division
from unionreg.county import CountyQuerySet

MOST_EARLIER = 50


@dataclass(frozen=True)
class Input:
    """A measure as it went into the verdict, in words; `shown` is empty when nobody recorded it."""

    label: str
    meaning: str
    shown: str
    url: str


@dataclass(frozen=True)
class Explanation:
    """A verdict with what stands behind it. `told` is None when only the stored words are left."""

    verdict: StoredVerdict
    told: Verdict | None
    inputs: list[Input]
    parameters: list[tuple[str, str]]
    standing: list[Standing]
    place: Division | None
    subject_url: str

    @property
    def text(self) -> str:
        """The explanation in the language of the page, else as it was stored."""
        return self.told.explanation if self.told else self.verdict.explanation

    @property
    def conditions(self) -> tuple[ConditionResult, ...]:
        """Every condition with both numbers."""
        return self.told.conditions if self.told else ()


def verdict_or_404(user: Any, pk: int) -> StoredVerdict:
    """One stored verdict. Raises Http404 outside the user's places."""
    rows = StoredVerdict.objects.visible_to(user, VIEW).filter(pk=pk)
    found = rows.select_related("provision__document", "provision__jurisdiction").first()
    if found is None:
        raise Http404
    return found


def explained(verdict: StoredVerdict) -> Explanation:
    """What the page of a verdict shows; a fixed number of queries."""
    chain = chain_of(verdict.township_key) or chain_of(verdict.county_code)
    url = subject_url(verdict)
    return Explanation(
        verdict=verdict,
        told=retold(verdict),
        inputs=list(_inputs(verdict, url)),
        parameters=_parameters(verdict),
        standing=_standing(verdict.rule_id, chain, verdict.judged_on),
        place=chain[0] if chain else None,
        subject_url=url,
    )


def _inputs(verdict: StoredVerdict, record: str) -> Iterable[Input]:
    try:
        values = inputs_of(verdict)
    except (PolicyError, ValueError):
        return
    for name, value in values.items():
        measure = known_measures.get(name)
        shown = "" if value is None else measure.show(value)
        label, meaning = str(measure.label), str(measure.meaning)
        yield Input(
            label, "" if meaning == label else meaning, shown, rows_url(verdict, name, record)
        )


def _parameters(verdict: StoredVerdict) -> list[tuple[str, str]]:
    """The numbers of the provision in words, as they were then."""
    try:
        declared = known_rules.get(verdict.rule_id).parameters
        return describe_parameters(declared, verdict.parameters, known_measures)
    except (PolicyError, ValueError):
        return []


def _standing(rule: str, chain: list[Division], on: datetime.date) -> list[Standing]:
    """The provisions of the rule that hold at the place on the day, and what they override."""
    if not chain or rule not in known_rules:
        return []
    return standing_provisions(chain[0], on, book=load_book(rule))


def timeline(verdict: StoredVerdict) -> CountyQuerySet[StoredVerdict]:
    """All answers about the same subject and rule, this one among them, the newest first."""
    rows = StoredVerdict.objects.in_county(verdict.county_code).filter(
        subject=verdict.subject, subject_key=verdict.subject_key, rule_id=verdict.rule_id
    )
    return rows.order_by("-judged_at", "-id")[:MOST_EARLIER]


def latest_of(
    user: Any, rule: str, subject: str, keys: Iterable[str], counties: Iterable[str]
) -> dict[str, int]:
    """By key of the subject the id of today's verdict of a rule: one query for many subjects."""
    rows = StoredVerdict.objects.visible_to(user, VIEW).filter(
        county_code__in=sorted(counties),
        subject=subject,
        subject_key__in=sorted(keys),
        rule_id=rule,
        is_latest=True,
    )
    return dict(rows.order_by("pk").values_list("subject_key", "pk"))


def same_subject(verdict: StoredVerdict) -> dict[str, str]:
    """The look-up of what belongs to the subject and rule of a verdict."""
    names = ("county_code", "rule_id", "subject", "subject_key")
    return {name: getattr(verdict, name) for name in names}
