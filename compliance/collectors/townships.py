"""Collectors of rules about townships."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from compliance.choices import SubjectKind, Urgency
from compliance.collectors import Case, Finds, Scope, collects, never, not_met
from compliance.collectors.recorded import (
    figures,
    grassroots_unions,
    led_by_county,
    summed,
    township_unions,
)
from policies.engine import Value, Verdict
from policies.engine.kinds import Status
from townships.choices import UnionForm, UnionKind
from townships.form_rules import approval_of_form
from townships.models import Union

TOWNSHIP = SubjectKind.TOWNSHIP


def existing_general_union(case: Case, verdict: Verdict) -> Urgency | None:
    """R-ORG-02 permits, and no document orders an existing 总工会 to be dissolved.

    So one that fell below is no finding; one that nobody can judge for want of a number is,
    unless an approval stands behind its form.
    """
    judged_by_numbers = case.facts["form"] == UnionForm.GENERAL and not case.facts["approved"]
    unknown = judged_by_numbers and verdict.status is Status.UNKNOWN
    return Urgency.MISSING_DATA if unknown else None


def general_union_due(case: Case, verdict: Verdict) -> Urgency | None:
    """R-ORG-03, R-ORG-04: who meets the conditions has to have a 总工会."""
    if case.facts["form"] == UnionForm.GENERAL or verdict.status is Status.VIOLATED:
        return None
    return Urgency.MISSING_DATA if verdict.status is Status.UNKNOWN else Urgency.OTHER


def missing_only() -> Finds:
    """What is calculated asks for nothing, but needs its numbers."""

    def finds(case: Case, verdict: Verdict) -> Urgency | None:
        return Urgency.MISSING_DATA if verdict.status is Status.UNKNOWN else None

    return finds


def _with_form(cases: Iterator[Case], scope: Scope) -> Iterator[Case]:
    """The cases with the form of the township's union, and whether an approval stands behind it."""
    unions = township_unions(scope)
    for case in cases:
        union = unions.get(case.key)
        facts = {
            "form": union.form if union else "",
            "approved": bool(union and approval_of_form(union)),
        }
        yield replace(case, facts=facts)


def _forms(unions: Mapping[str, Union]) -> dict[str, Value]:
    """The forms by township; None where the one of the day is not recorded."""
    return {key: union.form or None for key, union in unions.items()}


@collects("R-ORG-02", subject=TOWNSHIP, finds=existing_general_union)
def general_union_permitted(scope: Scope) -> Iterator[Case]:
    """Firms, workers and staffing by the latest statistics."""
    found = figures(scope, "firm_count", "worker_count", "fulltime_staffing")
    return _with_form(found.cases(), scope)


@collects("R-ORG-03", subject=TOWNSHIP, finds=general_union_due)
def general_union_due_by_firms(scope: Scope) -> Iterator[Case]:
    """Firms and people in secondary and tertiary industry by the latest statistics."""
    found = figures(scope, "firm_count", "employed_2nd_3rd_sector")
    return _with_form(found.cases(), scope)


@collects("R-ORG-04", subject=TOWNSHIP, finds=general_union_due)
def general_union_due_by_unions(scope: Scope) -> Iterator[Case]:
    """Workers by the latest statistics, grassroots unions by the registry."""
    unions = grassroots_unions(scope)
    cases = figures(scope, "worker_count").cases(grassroots_union_count=unions)
    return _with_form(cases, scope)


@collects("R-ORG-12", subject=TOWNSHIP)
def unions_to_hand_over(scope: Scope) -> Iterator[Case]:
    """Unions in the township that the county leads although somebody there could."""
    return figures(scope).cases(county_managed_unions=led_by_county(scope))


@collects("R-ORG-30", subject=TOWNSHIP)
def rates(scope: Scope) -> Iterator[Case]:
    """Numerators are counted in the registry, denominators come from the latest statistics."""
    return figures(scope, "legal_person_units", "worker_count").cases(
        units_with_union=summed(scope, "unionised"),
        member_count=summed(scope, "members"),
    )


@collects("R-ORG-35", subject=TOWNSHIP, finds=not_met(Urgency.MISSING_POST))
def townships_with_union(scope: Scope) -> Iterator[Case]:
    """The recorded union of each township and its form."""
    unions = township_unions(scope)
    there = {case.key: 1 if case.key in unions else 0 for case in figures(scope).cases()}
    return figures(scope).cases(township_union_count=there, form=_forms(unions))


@collects("R-ASM-12", subject=TOWNSHIP, finds=missing_only())
def class_of_township(scope: Scope) -> Iterator[Case]:
    """Firms, workers and the form of the township's union."""
    forms = _forms(township_unions(scope))
    return figures(scope, "firm_count", "worker_count").cases(form=forms)


@collects("R-FND-10", subject=TOWNSHIP, finds=never)
def subsidy_by_members(scope: Scope) -> Iterator[Case]:
    """Members; the document leaves the amount open until an office sets one."""
    return figures(scope).cases(member_count=summed(scope, "members"))


@collects("R-FND-22", subject=TOWNSHIP, finds=never)
def village_subsidy(scope: Scope) -> Iterator[Case]:
    """Village and community unions of the township, by the registry."""
    return figures(scope).cases(village_union_count=grassroots_unions(scope, UnionKind.VILLAGE))


@collects("R-FND-13", subject=TOWNSHIP, finds=never)
def funds_by_workers(scope: Scope) -> Iterator[Case]:
    """Workers; the document leaves the amount open until an office sets one."""
    return figures(scope, "worker_count").cases()
