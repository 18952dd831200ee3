"""What the pages of a federation show, put together for the templates."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.choices import MeetingKind, Post, SeatCategory
from cadres.models import Appointment, Meeting
from federations.case import JUDGED_KINDS, make_case
from federations.choices import FederationKind, ShanxiItem, Step
from federations.models import Federation, FoundingStep, SeatToFill
from federations.rules import (
    gates_of,
    level_problems,
    name_problems,
    next_gate,
    size_problems,
)
from federations.selectors import coverage as covering
from federations.selectors import federations as selectors
from federations.selectors.committee import Committee, beside_committee, committee_of, filled_seats
from federations.selectors.year import (
    FIVE,
    LIAISON,
    PLENARY,
    counts_of,
    events_of,
    halves,
    report_days,
)
from federations.services.seats import PROCEDURES
from policies.engine import Verdict
from townships.choices import UnionStatus
from townships.models import Division, Union
from townships.problems import Problem

PAGE = 50
OFFERED = 20  # unions to choose from; more are found by searching


def may(user: Any, permission: str, federation: Federation) -> bool:
    """Whether the user holds a permission where the federation lies."""
    scope = user.scope_for(permission)
    return bool(scope.covers(federation.county_code, federation.union.township_id))


def frame(federation: Federation, user: Any, tab: str) -> dict[str, Any]:
    """What every page of a federation shows: its name, its state, the other pages."""
    tabs = (
        ("federation", _("Founding file")),
        ("federation_coverage", _("Coverage (page)")),
        ("federation_committee", _("Committee (page)")),
        ("federation_year", _("The year")),
    )
    return {
        "federation": federation,
        "union": federation.union,
        "places": [row.township.name for row in federation.townships.select_related("township")],
        "tabs": [(reverse(name, args=[federation.pk]), label, name == tab) for name, label in tabs],
        "may_change": may(user, selectors.CHANGE, federation),
        "open_seats": federation.seats_to_fill.filter(closed_on__isnull=True).count(),
    }


# --- the founding file ----------------------------------------------------------------------------

HINTS: dict[str, Any] = {
    Step.CONSULTED: gettext_lazy(
        "Ask every union that is to be covered; note who was asked and how."
    ),
    Step.PARTY_CONSENT: gettext_lazy("Date and number of the consent of the party organisation."),
    Step.APPROVED: gettext_lazy("Number of the reply, its date, and which union approved."),
    Step.GROUP_FORMED: gettext_lazy("Day on which the group was formed, and its people."),
    Step.ELECTED: gettext_lazy("Day of the assembly or of the meeting that elected the committee."),
    Step.IN_OFFICE: gettext_lazy(
        "The federation exists from this day on; its union becomes active."
    ),
}


@dataclass(frozen=True)
class Gate:
    """A line of the founding file."""

    number: int
    step: Step
    row: FoundingStep | None
    current: bool

    @property
    def label(self) -> str:
        """What the gate is called."""
        return str(self.step.label)

    @property
    def done(self) -> bool:
        """Whether it was passed."""
        return self.row is not None


def gates(federation: Federation) -> list[Gate]:
    """The gates in their order; the first that is not passed is the current one."""
    rows = selectors.steps_of(federation)
    days = {step: row.done_on for step, row in rows.items()}
    current = next_gate(federation.has_party_org, days)
    steps = gates_of(federation.has_party_org)
    return [Gate(n, step, rows.get(step), step == current) for n, step in enumerate(steps, 1)]


def founding(federation: Federation, user: Any, form: Any, edited: str) -> dict[str, Any]:
    """The founding file with the form of the gate that is next, or of the one to be corrected."""
    found = gates(federation)
    ticks = selectors.ticks_of(federation)
    items = [(value, label, ticks.get(value)) for value, label in ShanxiItem.choices]
    shown = edited or next((gate.step for gate in found if gate.current), "")
    return {
        **frame(federation, user, "federation"),
        "gates": found,
        "items": items if federation.shanxi_checklist else [],
        "ticked": len(ticks),
        "form": form,
        "shown": next((gate for gate in found if gate.step == shown), None),
        "hint": HINTS.get(shown, ""),
        "before_office": _before_office(federation) if shown == Step.IN_OFFICE else [],
        "may_found": may(user, selectors.FOUND, federation),
        "founded_before": not any(gate.done for gate in found)
        and federation.union.status == UnionStatus.ACTIVE,
    }


def _before_office(federation: Federation) -> list[tuple[bool, str, str]]:
    """What has to be there for the last gate: whether it is, what, and where it is recorded."""
    today = timezone.localdate()
    case = make_case(federation, federation.union, today)
    number = covering.covered_on(federation, today).count()
    enough = not [one for one in size_problems(case, number) if one.blocking]
    committee = committee_of(federation, today)
    chair = any(seat.post == Post.CHAIR for seat in committee.seats)
    lines = [
        (
            enough,
            _("Existing unions covered: %(n)s") % {"n": number},
            reverse("federation_coverage", args=[federation.pk]),
        ),
        (
            chair,
            _("Chair elected and on record"),
            reverse("federation_committee", args=[federation.pk]),
        ),
    ]
    if federation.shanxi_checklist:
        ticked = len(selectors.ticks_of(federation))
        text = _("321 procedure: %(n)s of %(all)s items") % {"n": ticked, "all": len(ShanxiItem)}
        lines.append((ticked == len(ShanxiItem), text, "#checklist"))
    return lines


def judged_name(name: str, kind: str, level: str, county: Division) -> dict[str, Any]:
    """The live check of a name: what the engine says of it, as the service would."""
    federation = Federation(county_code=county.key, kind=kind, level=level)
    case = make_case(federation, Union(name=name, county_code=county.key), timezone.localdate())
    similar = covering.names_like(county.key, name.removesuffix("工会联合会"))
    problems: list[Problem] = list(name_problems(case, similar))
    if level:
        problems += level_problems(case)
    judged = kind in JUDGED_KINDS and case.in_force("R-NAM-01")
    return {"name": name, "problems": problems, "judged": judged, "kind": kind}


# --- coverage -------------------------------------------------------------------------------------


def coverage(
    federation: Federation, user: Any, query: Any, words: str, form: Any = None
) -> dict[str, Any]:
    """Covered unions, unions that could be covered by the words, and who is not covered yet."""
    today = timezone.localdate()
    rows = covering.coverage_of(federation)
    may_cover = may(user, selectors.COVER, federation) and federation.union.is_open
    offered = covering.candidates(federation, words)
    left = covering.uncovered_units(federation, today)
    return {
        **frame(federation, user, "federation_coverage"),
        "q": words,
        "covered": _page(
            rows.filter(valid_to__isnull=True).order_by("union__pinyin", "union__name"), query, "p"
        ),
        "ended": list(rows.filter(valid_to__isnull=False).order_by("-valid_to")[:PAGE]),
        "candidates": list(offered[:OFFERED]) if may_cover else [],
        "more_candidates": may_cover and offered.count() > OFFERED,
        "overlaps": covering.overlaps(federation, today),
        "reach": covering.reach(federation, today),
        "uncovered": _page(left, query, "u"),
        "industry_missing": federation.kind == FederationKind.INDUSTRY and not federation.industry,
        "may_cover": may_cover,
        "scattered": covering.scattered(federation),
        "form": form,
        "today": today,
    }


def _page(rows: Any, query: Any, name: str) -> Any:
    return Paginator(rows, PAGE).get_page(query.get(name))


# --- committee ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CoveredLine:
    """A covered union on the page of the committee."""

    union: Union
    chair: Appointment | None
    seat: Appointment | None
    to_fill: Any

    @property
    def proposed(self) -> bool:
        """Whether its chair can be given a seat now."""
        return self.chair is not None and self.seat is None and self.to_fill is None


def committee(
    federation: Federation,
    user: Any,
    forms: dict[str, Any],
    form_of: Callable[[SeatToFill], Any],
) -> dict[str, Any]:
    """Seats by category, covered unions with their chairs, and the seats to be filled."""
    today = timezone.localdate()
    found = committee_of(federation, today)
    lines = [
        CoveredLine(u, found.chairs.get(u.pk), found.seat_of(u), found.to_fill.get(u.pk))
        for u in found.covered
    ]
    own = {union.pk for union in found.covered}
    return {
        **frame(federation, user, "federation_committee"),
        "committee": found,
        "categories": [(_category(value), seats) for value, seats in found.categories()],
        "beside": beside_committee(federation, today),
        "lines": lines,
        "proposed": [line for line in lines if line.proposed],
        "to_fill": [
            (seat, found.chairs.get(key), form_of(seat), key not in own)
            for key, seat in found.to_fill.items()
        ],
        "filled": filled_seats(federation),
        "majority": majority(federation, found, today),
        "conditions": bodies(federation, today),
        "may_seat": may(user, selectors.SEAT, federation) and federation.union.is_open,
        "add_url": new_post(federation.union_id),
        "post_url": reverse("admin:cadres_appointment_add"),
        **forms,
    }


def new_post(union_id: int) -> str:
    """The form of a new post in a union."""
    return f"{reverse('admin:cadres_appointment_add')}?union={union_id}"


def _category(value: str) -> str:
    return str(SeatCategory(value).label) if value else _("not recorded for whom")


def majority(federation: Federation, found: Committee, on: date) -> Verdict | None:
    """R-COM-11 for a committee without delegates (C-10); None where nothing is to be judged."""
    if found.by_delegates:
        return None
    case = make_case(federation, federation.union, on)
    values = {"chairs_on_committee": found.chairs_seated, "covered_unions": len(found.covered)}
    return next(iter(case.verdicts("R-COM-11", **values)), None)


def bodies(federation: Federation, on: date) -> list[Verdict]:
    """R-COM-08, R-COM-09: audit and women's committee by their conditions."""
    case = make_case(federation, federation.union, on)
    union = federation.union
    own = {
        "manages_own_funds": federation.manages_own_funds,
        "audit_committee": True if union.audit_committee_on else None,
    }
    found = [*case.verdicts("R-COM-08", **own)]
    women = {"women_workers": None, "women_committee": union.women_committee_on is not None}
    return [*found, *case.verdicts("R-COM-09", **women)]


def meetings_of(federation: Federation) -> Any:
    """Meetings of the federation that can give a seat, the latest first."""
    rows = Meeting.objects.in_county(federation.county_code)
    found = rows.filter(union_id=federation.union_id, kind__in=list(PROCEDURES))
    return found.order_by("-held_on", "-pk")


# --- the year -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tick:
    """A thing of the year: its kind, the events behind it, whether it may still come."""

    kind: str
    label: str
    events: list[Meeting]

    @property
    def done(self) -> bool:
        """Whether there is an event."""
        return bool(self.events)


def year(federation: Federation, user: Any, number: int, form: Any = None) -> dict[str, Any]:
    """五个一, plenary, half-year reports and joint meetings of a year, with their events."""
    today = timezone.localdate()
    events = events_of(federation.county_code, [federation.union_id], number)[federation.union_id]
    five = [_tick(kind, events) for kind in FIVE.values()]
    return {
        **frame(federation, user, "federation_year"),
        "year": number,
        "years": range(today.year, today.year - 5, -1),
        "five": five,
        "five_done": sum(tick.done for tick in five),
        "plenary": _tick(MeetingKind.PLENARY, events),
        "reports": _reports(federation, events, number),
        "liaison": [event for event in events if event.kind in LIAISON],
        "verdicts": [(v, _to_come(v)) for v in yearly_verdicts(federation, events, number, today)],
        "may_record": may(user, selectors.RECORD, federation) and federation.union.is_open,
        "form": form,
        "today": today,
    }


def _to_come(verdict: Verdict) -> bool:
    """In order only because the year still runs: something has not happened yet."""
    return bool(verdict.met) and any(
        one.actual_number is not None
        and one.required_number is not None
        and one.actual_number < one.required_number
        for one in verdict.conditions
    )


def _tick(kind: MeetingKind, events: Iterable[Meeting]) -> Tick:
    return Tick(kind, str(kind.label), [event for event in events if event.kind == kind])


def _reports(
    federation: Federation, events: list[Meeting], number: int
) -> list[tuple[str, str, list[tuple[Any, list[Meeting]]]]]:
    """By recipient the reports of each half-year; no party organisation, no line for it."""
    kinds = [MeetingKind.REPORT_UNION]
    if federation.has_party_org is not False:
        kinds.insert(0, MeetingKind.REPORT_PARTY)
    found: list[tuple[str, str, list[tuple[Any, list[Meeting]]]]] = []
    for kind in kinds:
        mine = [event for event in events if event.kind == kind]
        cells: list[tuple[Any, list[Meeting]]] = [
            (half, [e for e in mine if half.first <= e.held_on <= half.last])
            for half in halves(number)
        ]
        found.append((kind, str(kind.label), cells))
    return found


def yearly_verdicts(
    federation: Federation, events: list[Meeting], number: int, on: date
) -> list[Verdict]:
    """What the engine says of the year by the rules in force here (R-MTG-01 to 04)."""
    case = make_case(federation, federation.union, on)
    five = counts_of(events, FIVE)
    assemblies = {name: five[name] for name in ("worker_assemblies", "member_assemblies")}
    asked: list[tuple[str, dict[str, Any]]] = [
        ("R-MTG-04", five),
        ("R-MTG-01", assemblies),
        ("R-MTG-02", counts_of(events, PLENARY)),
        ("R-MTG-03", {**report_days(events), "has_party_org": federation.has_party_org}),
    ]
    return [v for rule, values in asked for v in case.verdicts(rule, year=number, **values)]
