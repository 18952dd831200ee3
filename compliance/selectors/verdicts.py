"""Everything behind a verdict: provision, precedence, conditions, inputs, earlier answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import Http404

from compliance.choices import SubjectKind
from compliance.models import StoredVerdict
from compliance.permissions import VIEW
from compliance.selectors.explaining import Told
from compliance.selectors.order import chain_of
from compliance.selectors.rows import rows_url, subject_url
from policies.engine import (
    ConditionResult,
    PolicyError,
    Precedence,
    ProvisionFacts,
    all_met,
    describe_parameters,
)
from policies.engine import measures as known_measures
from policies.engine import rules as known_rules
from policies.models import Provision
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
class Held:
    """A provision that holds at the place on the day of a verdict.

    `basis`: the verdict rests on it. `later`: by the records of today it would hold, but it came
    after the verdict.
    """

    provision: ProvisionFacts
    overridden_by: ProvisionFacts | None = None
    basis: bool = False
    later: bool = False


@dataclass(frozen=True)
class Explanation:
    """A verdict with what stands behind it."""

    verdict: StoredVerdict
    told: Told
    inputs: list[Input]
    parameters: list[tuple[str, str]]
    standing: list[Held]
    place: Division | None
    subject_url: str

    @property
    def conditions(self) -> tuple[ConditionResult, ...]:
        """Every condition with both numbers, in the language of the page.

        None where the rule of today would not come to what was stored: then the stored words are
        all there is.
        """
        found = self.told.conditions
        return found if all_met(one.met for one in found) == self.verdict.met else ()

    @property
    def text(self) -> str:
        """The stored words, where the conditions do not say it all; else empty."""
        return "" if self.conditions else self.verdict.explanation

    @property
    def result(self) -> tuple[str, str]:
        """Name and value of what the rule calculated; empty texts where it only compares."""
        shown = self.told.outcome.shown if self.conditions else ""
        rule = known_rules.get(self.verdict.rule_id) if shown else None
        return (str(rule.result), shown) if rule else ("", "")


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
    url, told = subject_url(verdict), Told(verdict)
    return Explanation(
        verdict=verdict,
        told=told,
        inputs=list(_inputs(told, url)),
        parameters=_parameters(verdict),
        standing=_standing(verdict, chain),
        place=chain[0] if chain else None,
        subject_url=url,
    )


def _inputs(told: Told, record: str) -> Iterable[Input]:
    for name in told.values:
        measure = known_measures.get(name)
        label, meaning = str(measure.label), str(measure.meaning)
        url = rows_url(told.verdict, name, record)
        yield Input(label, "" if meaning == label else meaning, told.show(name), url)


def _parameters(verdict: StoredVerdict) -> list[tuple[str, str]]:
    """The numbers of the provision in words, as they were then."""
    try:
        declared = known_rules.get(verdict.rule_id).parameters
        return describe_parameters(declared, verdict.parameters, known_measures)
    except (PolicyError, ValueError):
        return []


def _standing(verdict: StoredVerdict, chain: list[Division]) -> list[Held]:
    """What holds at the place on the day of the verdict: its own provision, then the others.

    What it rested on counted then, whatever was released or ended since for days before.
    """
    rule = verdict.rule_id
    if not chain or rule not in known_rules:
        return []
    book = load_book(rule)
    found = standing_provisions(chain[0], verdict.judged_on, book=book)
    own = next((p for p in book.of_rule(rule) if p.provision_id == verdict.provision_id), None)
    if own is None:
        return [Held(one.provision, one.overridden_by) for one in found]
    others = [one for one in found if one.provision != own]
    later = _released_later(verdict, others)
    if known_rules.get(rule).precedence is Precedence.MOST_SPECIFIC and Standing(own) not in found:
        later |= {one.provision.provision_id for one in others if one.overridden_by is None}
    return [Held(own, basis=True), *(_other(one, own, later) for one in others)]


def _other(one: Standing, own: ProvisionFacts, later: set[int | None]) -> Held:
    """A provision beside the basis of the verdict, which is what overrides on this page."""
    if one.provision.provision_id in later:
        return Held(one.provision, later=True)
    return Held(one.provision, own if one.overridden_by else None)


def _released_later(verdict: StoredVerdict, others: Iterable[Standing]) -> set[int | None]:
    """The ids of those that were released after the verdict was given."""
    keys = [one.provision.provision_id for one in others if one.provision.provision_id]
    if not keys:
        return set()
    rows = Provision.objects.filter(pk__in=keys, released_at__gt=verdict.judged_at)
    return set(rows.values_list("pk", flat=True))


def timeline(verdict: StoredVerdict, user: Any) -> CountyQuerySet[StoredVerdict]:
    """All answers about the same subject and rule, this one among them, the newest first.

    Only those in the user's places: a subject may have lain in another township before.
    """
    rows = StoredVerdict.objects.visible_to(user, VIEW).filter(**same_subject(verdict))
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


@dataclass(frozen=True)
class Answer:
    """Today's verdict about one township, in short."""

    pk: int
    rule_id: str
    key: str
    label: str
    status: str


def answers_about(
    user: Any,
    rules: Iterable[str],
    counties: Iterable[str],
    townships: Iterable[str] | None = None,
) -> dict[str, list[Answer]]:
    """By rule today's verdicts about the townships of a county (or some of them), in one query."""
    rows = _about_townships(user, rules, counties)
    if townships is not None:
        rows = rows.filter(subject_key__in=sorted(townships))
    found: dict[str, list[Answer]] = {}
    columns = ("pk", "rule_id", "subject_key", "subject_label", "status")
    for row in rows.order_by("subject_key", "pk").values_list(*columns):
        found.setdefault(row[1], []).append(Answer(*row))
    return found


def count_answers(
    user: Any, rules: Iterable[str], counties: Iterable[str]
) -> dict[str, dict[str, int]]:
    """By rule and status how many townships have which verdict today, in one query."""
    rows: Any = _about_townships(user, rules, counties).order_by().values("rule_id", "status")
    found: dict[str, dict[str, int]] = {}
    for row in rows.annotate(number=Count("pk")):
        found.setdefault(row["rule_id"], {})[row["status"]] = row["number"]
    return found


def _about_townships(
    user: Any, rules: Iterable[str], counties: Iterable[str]
) -> CountyQuerySet[StoredVerdict]:
    return StoredVerdict.objects.visible_to(user, VIEW).filter(
        county_code__in=sorted(counties),
        subject=SubjectKind.TOWNSHIP,
        rule_id__in=sorted(rules),
        is_latest=True,
        ended_on__isnull=True,
    )
