"""What the page of training shows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.utils.translation import gettext as _

from cadres.models import Attendance, Training
from cadres.selectors.training import trained_per_year
from compliance.learning.duty import Duty, duties, visible_posts
from compliance.selectors.readers import OneCounty, is_key, township_of, view_of
from policies.engine import Status
from townships.choices import Level
from townships.models import Division
from townships.selectors.places import counties_of

PAGE = 50
VIEW = "cadres.view_training"
SPANS = (30, 90, 180)  # days to the last day: how the list is divided, no rule
OVERDUE, LATER, DONE, UNDATED = "overdue", "later", "done", "undated"
YEARS = 5
TO_COME = 5


@dataclass(frozen=True)
class Tab:
    """A part of the list."""

    key: str
    label: str
    count: int
    tone: str


@dataclass(frozen=True)
class Row:
    """One leader in words."""

    duty: Duty
    place: str
    days: int | None
    kind: str
    state: str
    missing: str

    @property
    def late(self) -> int:
        """Days since the last day; 0 before it."""
        return max(-(self.days or 0), 0)


def part_of(duty: Duty, today: date) -> str:
    """Which part of the list a duty belongs to."""
    if duty.done:
        return DONE
    if duty.due_on is None:
        return UNDATED
    if duty.due_on < today:
        return OVERDUE
    spans = (n for n in SPANS if duty.due_on <= today + timedelta(days=n))
    return str(next(spans, LATER))


def tabs(counts: Counter[str]) -> list[Tab]:
    """All parts in their order; the one for documents without a time only where it has rows."""
    labels = {
        OVERDUE: _("Overdue"),
        "30": _("due within 30 days"),
        "90": _("in 31 to 90 days"),
        "180": _("in 91 to 180 days"),
        LATER: _("later"),
        UNDATED: _("without a time"),
        DONE: _("Done"),
    }
    tones = {OVERDUE: "bad", "30": "warn"}
    shown = [key for key in labels if key != UNDATED or counts[key]]
    return [Tab(key, labels[key], counts[key], tones.get(key, "")) for key in shown]


def training_page(user: Any, query: Any, today: date) -> dict[str, Any]:
    """The duties of the reader's places in the chosen part, and people trained in each year.

    Raises Http404 for a county or township outside them.
    """
    county = _county(user, query.get("county", ""))
    township = township_of(user, VIEW, query.get("township", ""))
    if county and township:
        view_of(user, VIEW, county.key, township.key)  # a township of another county: 404
    every = list(duties(_in(_of(visible_posts(user), county), township), today))
    parts = [(part_of(duty, today), duty) for duty in every]
    counts = Counter(part for part, _duty in parts)
    found = tabs(counts)
    chosen = query.get("tab", OVERDUE)
    chosen = chosen if any(tab.key == chosen for tab in found) else OVERDUE
    wanted = sorted(
        (duty for part, duty in parts if part == chosen),
        key=lambda duty: (duty.due_on or duty.leader.since, duty.leader.union, duty.leader.pk),
    )
    page = Paginator(wanted, PAGE).get_page(query.get("page"))
    counties = counties_of(user, VIEW) if not county and user.scope_for(VIEW).counties else []
    return {
        "tabs": found,
        "tab": chosen,
        "page": page,
        "rows": _rows(list(page.object_list), today),
        "counts": counts,
        "years": _years(user, county),
        "to_come": _to_come(user, county, today),
        "county": county,
        "township": township,
        "place": township or county,
        "townships": _townships(user, county, township),
        "counties": counties if len(counties) > 1 and not township else [],
        "may_record": user.has_perm("cadres.add_training"),
        "may_import": user.has_perm("cadres.add_attendance")
        and user.has_perm("imports.import_workbook"),
    }


def _county(user: Any, key: str) -> Division | None:
    """The county that the address names, None for none. Raises Http404 outside his places."""
    if not key:
        return None
    scope = user.scope_for(VIEW)
    inside = scope.nationwide or key in scope.counties or key in scope.township_counties
    rows = Division.objects.filter(key=key, level=Level.COUNTY)
    found = rows.first() if is_key(key) and inside else None
    if found is None:
        raise Http404
    return found


def _of(rows: Any, county: Division | None) -> Any:
    return rows.filter(county_code=county.key) if county else rows


def _in(posts: Any, township: Division | None) -> Any:
    """The posts of the unions of a township, of those merged into it too."""
    if township is None:
        return posts
    keys = Division.objects.with_predecessors([township.key])
    return posts.filter(union__township_id__in=sorted(keys))


def _townships(user: Any, county: Division | None, township: Division | None) -> list[Division]:
    """Those among which the reader can choose, of the one county at hand."""
    at_hand = county.key if county else ""
    if not at_hand and township:
        at_hand = str(township.parent_id)
    shown = view_of(user, VIEW, at_hand)
    return shown.choices if isinstance(shown, OneCounty) else []


def _rows(found: Sequence[Duty], today: date) -> list[Row]:
    keys = {duty.leader.township_key or duty.leader.county_code for duty in found}
    names = dict(Division.objects.filter(key__in=sorted(keys)).values_list("key", "name"))
    return [_row(duty, names, today) for duty in found]


def _row(duty: Duty, names: dict[str, str], today: date) -> Row:
    leader, verdict = duty.leader, duty.verdict
    days = (duty.due_on - today).days if duty.due_on else None
    kind, state = _state(duty, today)
    open_ = [one for one in verdict.conditions if one.met is not True and duty.training]
    return Row(
        duty=duty,
        place=names.get(leader.township_key or leader.county_code, ""),
        days=days,
        kind=kind,
        state=state,
        missing=_("; ").join(one.sentence for one in open_),
    )


def _state(duty: Duty, today: date) -> tuple[str, str]:
    if duty.done:
        return "ok", _("trained and passed") if duty.rule == "R-TRN-01" else _("trained")
    if duty.training is None:
        late = duty.due_on is not None and duty.due_on < today
        return ("bad" if late else "plain"), _("no training recorded")
    if duty.verdict.status is Status.UNKNOWN:
        return "unk", _("result not recorded")
    return "warn", _("training does not do")


def _years(user: Any, county: Division | None) -> list[tuple[int, int, int, int]]:
    """Trainings, person-times and people of the last years (R-TRN-06)."""
    rows = _of(Attendance.objects.visible_to(user, VIEW), county)
    return trained_per_year(rows)[:YEARS]


def _to_come(user: Any, county: Division | None, today: date) -> list[Training]:
    rows = _of(Training.objects.visible_to(user, VIEW), county)
    return list(rows.filter(completed_on__gte=today).order_by("started_on", "pk")[:TO_COME])
