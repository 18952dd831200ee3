"""What the page of an organisation shows, put together from its rows."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from cadres.choices import LEADERS, Body
from cadres.models import Appointment
from compliance import words
from compliance.choices import SubjectKind
from compliance.pages import lines
from compliance.selectors import findings, order, runs
from compliance.summary import Summary
from dashboards.organisation import duties as yearly
from dashboards.organisation import people, rows
from dashboards.organisation.rows import Founding
from dashboards.organisation.term import bar_of
from dashboards.organisation.ways import model_of, page, ways
from dashboards.selectors.places import VIEW, may_see_county
from federations.choices import Step
from history.selectors import labelled
from rights.selectors.contracts import contracts_of
from rights.selectors.work import counts_of_year, entries_of
from townships.choices import UnionKind
from townships.models import Union

FIRST_FINDINGS = 5
MOST_CONTRACTS = 6
MOST_ENTRIES = 5


def organisation(union: Union, user: Any) -> dict[str, Any]:
    """Everything about one organisation."""
    today = timezone.localdate()
    posts, terms = rows.posts_of(union, today), rows.terms_of(union)
    founding = rows.founding_of(union)
    running = next((term for term in terms if term.ended_on is None), None)
    meetings = rows.meetings_of(union, today.year)
    about = subjects(union, posts, founding)
    members = people.members(posts)
    return {
        "union": union,
        "today": today,
        "form": union.get_form_display() or union.get_kind_display(),
        "is_grassroots": union.is_grassroots,
        "numbers": rows.numbers_of(union),
        "terms": terms,
        "bar": bar_of(running, today) if running else None,
        "has_roster": bool(posts) or rows.has_roster(union),
        "officers": people.officers(posts),
        "chair_in_office": any(p.post == LEADERS[0] and p.body == Body.COMMITTEE for p in posts),
        "members": people.by_category(members),
        "other_members": len(members),
        "seats": people.seats_of(posts, running.committee_size if running else None),
        "bodies": people.bodies(union, posts, rows.bodies_of(union)),
        "chairs": rows.chairs_of(union),
        "meetings": meetings,
        "duties": yearly.duties(user, union.county_code, about, meetings, today),
        "findings": _findings(union, user, about),
        "changes": labelled(rows.changes_of(union, _records(posts, terms, founding))),
        "urls": {**ways(user, union), **_places(union, user)},
        **_rights(union, today),
        **_coverage(union, founding),
    }


def subjects(union: Union, posts: list[Appointment], founding: Founding | None) -> Q:
    """Verdicts and findings about the organisation, its township and its people in office."""
    key = str(union.pk)
    about = Q(subject=SubjectKind.UNION, subject_key=key)
    if founding is not None:
        record = str(founding.federation.pk)
        about |= Q(subject=SubjectKind.FEDERATION, subject_key=record)
    if union.kind == UnionKind.TOWNSHIP:
        about |= Q(subject=SubjectKind.TOWNSHIP, subject_key=union.township_id)
    if posts:
        keys = [str(post.pk) for post in posts]
        about |= Q(subject=SubjectKind.OFFICER, subject_key__in=keys)
    return about


def _findings(union: Union, user: Any, about: Q) -> Summary:
    """The card of findings, for this organisation only."""
    found = findings.visible(user).in_county(union.county_code).filter(about)
    counts = findings.counts(found, timezone.localdate())
    groups = order.order_for(user)
    told = findings.most_urgent(found, groups, FIRST_FINDINGS) if counts.all else []
    tabs = words.tabs(groups, dict(counts.open))
    return Summary(
        groups=[tab for tab in tabs if tab.look],
        total=counts.all,
        lines=lines(told, user),
        last=runs.last_check(user),
        url=f"{reverse('compliance_list')}?{urlencode({'q': union.name[:50]})}",
    )


def _records(
    posts: list[Appointment], terms: list[Any], founding: Founding | None
) -> dict[str, list[int]]:
    """The records whose changes are told with those of the union."""
    found = {
        "cadres.appointment": [post.pk for post in posts],
        "cadres.term": [term.pk for term in terms],
    }
    if founding is not None:
        found["federations.federation"] = [founding.federation.pk]
        found["federations.foundingstep"] = [step.pk for step in founding.steps]
    return found


def _rights(union: Union, today: date) -> dict[str, Any]:
    """Contracts in force, the last entries of the work log, and what the year adds up to."""
    return {
        "contracts": list(contracts_of(union, today)[:MOST_CONTRACTS]),
        "works": list(entries_of(union)[:MOST_ENTRIES]),
        "work_counts": counts_of_year(union, today.year),
    }


def _coverage(union: Union, founding: Founding | None) -> dict[str, Any]:
    """What the organisation covers, and what covers it."""
    leads = union.kind in (UnionKind.TOWNSHIP, UnionKind.COUNTY, UnionKind.FEDERATION)
    return {
        "founding": founding,
        "gates": _gates(founding) if founding else [],
        "covering": [] if union.kind == UnionKind.COUNTY else rows.covering(union),
        "employers": [] if leads else rows.employers_of(union),
        "federations": rows.federations_below(union) if leads else [],
        "below": rows.subordinates(union) if leads else 0,
        "leads": leads,
    }


def _gates(founding: Founding) -> list[tuple[str, Any]]:
    """Every gate of the founding with its step; None for one that has not been passed."""
    steps = {step.step: step for step in founding.steps}
    party = founding.federation.has_party_org is not False
    wanted = [step for step in Step if party or step != Step.PARTY_CONSENT or step in steps]
    return [(str(step.label), steps.get(step)) for step in wanted]


def _places(union: Union, user: Any) -> dict[str, str]:
    """The pages above the organisation."""
    scope = user.scope_for(VIEW)
    county = may_see_county(scope, union.county_code)
    township = union.township_id or ""
    return {
        "list": page(f"admin:{model_of(union).replace('.', '_')}_changelist"),
        "county": page("county_dashboard", union.county_code) if county else "",
        "township": page("township", township) if township else "",
    }
