"""What each page shows, put together from the selectors."""

import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.choices import SubjectKind, Urgency
from compliance.selectors.verdicts import latest_of
from compliance.summary import place_query, summary
from dashboards import links, words
from dashboards.charts import sparkline, tenths
from dashboards.comparison import (
    DEFAULT_ORDER,
    Line,
    closest,
    columns,
    county_lines,
    lack,
    township_lines,
)
from dashboards.organisation.ways import page as page_or_nothing
from dashboards.selectors import figures as fig
from dashboards.selectors import todo, trends
from dashboards.selectors.figures import CountyFigures, Figures
from dashboards.selectors.import_tasks import import_tasks
from dashboards.selectors.payment_tasks import approval_tasks, receipt_tasks
from dashboards.selectors.places import (
    VIEW,
    RegionPlace,
    SeveralTownships,
    TownshipPlace,
    may_see_county,
)
from dashboards.selectors.policy_tasks import release_tasks
from dashboards.selectors.recent import imports_to_finish, recent_imports, recently_changed
from dashboards.selectors.regions import region_figures
from dashboards.selectors.standings import Standing, Standings, standings
from dashboards.selectors.subject import in_county, in_township
from dashboards.selectors.tasks import grouped
from dashboards.selectors.this_month import this_month
from dashboards.selectors.trends import FLOWS
from dashboards.selectors.units import units_of
from dashboards.tables import order
from funding.summary import county_card, region_card, township_card
from policies.selectors.goals import GOALS
from townships.choices import UnionStatus
from townships.models import Division
from townships.selectors.places import CountyPlace

SHOWN_TASKS = 7  # so many fit on a screen 768 pixels high; findings take their room
SHOWN_IMPORTS = 3
FIRST_FINDINGS = 3  # told in full on the home page
WORST = 5  # townships at most, as far as tasks leave room for them
EXPORT = "townships.export_registry"


def home(place: CountyPlace, user: Any, *, everything: bool) -> dict[str, Any]:
    """The first page of a county office: what waits, search, import, figures, what was done last.

    `everything`: all that waits instead of the most urgent.
    """
    figures = fig.county_figures(place)
    ours = Q(township=None) | Q(created_by=user)  # a chair finishes his own
    tasks = [
        *import_tasks(imports_to_finish(user, ours)),
        *release_tasks(user),
        *approval_tasks(user),
        *todo.tasks(in_county(figures, user)),
    ]
    month = trends.trend(trends.month_rows(place.codes), figures.one_goal)
    found = summary(user, first=FIRST_FINDINGS)
    room = SHOWN_TASKS - (len(found.lines) + 2 if found.total else 0)
    shown = None if everything else room
    return {
        "place": place,
        "day": figures.day,
        "figures": figures,
        "trend": month,
        "whole": words.whole(place.division),
        "findings": found,
        "groups": grouped(tasks, shown),
        "worst": _worst(figures, room - 1 - len(tasks)),
        "total": len(tasks),
        "more_url": "" if shown is None or len(tasks) <= shown else "?all=1#todo",
        "imports": recent_imports(user, SHOWN_IMPORTS),
        "records": recently_changed(user),
        "county_url": reverse("county_dashboard", args=[place.division.key]),
        "below_url": reverse("county_dashboard", args=[place.division.key]) + "?sort=joining",
        "members_url": links.members(),
        "month_url": reverse("county_month", args=[place.division.key]),
        "unions_url": links.active_unions(),
    }


def _worst(figures: CountyFigures, room: int) -> list[Figures]:
    """The townships farthest below the goal for members; none where one line would be left."""
    if room < 2:
        return []
    low = [row for row in figures.townships if row.joining.met is False]
    return sorted(low, key=lambda row: row.joining.exact or 0)[: min(room, WORST)]


def county(place: CountyPlace, user: Any, sort: str) -> dict[str, Any]:
    """All townships of a county side by side."""
    figures = fig.county_figures(place)
    rows = trends.month_rows(place.codes)
    goals = {row.key: row.goal for row in figures.townships}
    verdicts = latest_of(user, GOALS, SubjectKind.TOWNSHIP, goals, place.codes)
    lines = township_lines(figures, trends.trends(rows, place.today, goals), verdicts)
    course = trends.trend(rows, figures.one_goal)
    return {
        "place": place,
        "figures": figures,
        "trend": course,
        "total_spark": sparkline(tenths(course.joining)),
        "members_url": links.members(**_only(place, user)),
        "month_url": reverse("county_month", args=[place.division.key]),
        "unions_url": links.active_unions(**_only(place, user)),
        "whole": words.whole(place.division),
        "below_before": _below_before(lines, figures, course.months[0]),
        "elsewhere": figures.elsewhere,
        "export_url": reverse("county_export", args=[place.division.key])
        if user.has_perm(EXPORT)
        else "",
        **comparison(lines, sort, _("Township")),
    }


def county_page(place: CountyPlace, user: Any, sort: str) -> dict[str, Any]:
    """The same with the findings of the county, which its workbook does not have."""
    query = place_query(user, county=place.division.key)
    found = summary(user, counties=place.codes, query=query)
    context = county(place, user, sort)
    known = standings(user, place.codes, place.today, context["figures"].day)
    townships = (row.division for row in context["figures"].townships)
    county_key = place.division.key if _sees_more(place, user) else ""
    rows = [
        (one, known.by_key.get(one.key, Standing()), _rows_behind(county_key, one.key, known, user))
        for one in townships
    ]
    return {
        **context,
        "findings": found,
        "money": county_card(user, place.codes, place.division.key),
        "standings": sorted(rows, key=lambda row: row[1].urgency),
        "standing": known.whole,
        "lists": standing_urls(county_key),
    }


def standing_urls(county: str = "", township: str = "") -> dict[str, str]:
    """The lists behind the numbers of terms, staffing and training; "" where there is none."""
    query = {"county": county, "township": township}
    place = {name: value for name, value in query.items() if value}
    return {
        "overdue": page_or_nothing("terms", tab="overdue", **place),
        "near": page_or_nothing("terms", tab="90", **place),
        "unrecorded": page_or_nothing("terms", tab="unrecorded", **place),
        "staffing": page_or_nothing("staffing", **place),
        "gaps": page_or_nothing("compliance_list", tab=Urgency.MISSING_POST.value, **place),
        "training": page_or_nothing("training", **place),
    }


def _rows_behind(county: str, key: str, known: Standings, user: Any) -> dict[str, str]:
    """The lists of one township of a county, with the people in the posts of its union."""
    union = known.by_key.get(key, Standing()).union
    may = union is not None and user.has_perm("cadres.view_appointment")
    posts = links.posts(union.pk) if union and may else ""
    return {**standing_urls(county, key), "posts": posts}


def _sees_more(place: CountyPlace, user: Any) -> bool:
    """Whether the reader sees more than this county, so that lists have to be narrowed."""
    return bool(user.scope_for(VIEW).counties != frozenset(place.codes))


def _only(place: CountyPlace, user: Any) -> dict[str, str]:
    """The filter for rows of one county, for somebody who sees more than that."""
    return {"county_code__in": ",".join(place.codes)} if _sees_more(place, user) else {}


def comparison(lines: list[Line], sort: str, first: str) -> dict[str, Any]:
    """A comparison table in the order asked for; `first` is the title of the names."""
    wanted = columns(first)
    chosen = order(sort, wanted, DEFAULT_ORDER)
    return {
        "lines": chosen.apply(lines),
        "heads": chosen.heads(wanted),
        "order": chosen,
        "closest": closest(lines),
        "lack": lack(lines),
    }


def _below_before(lines: list[Line], figures: CountyFigures, month: datetime.date) -> int | None:
    """How many townships were below a goal at the end of `month`, the first of the trend.

    By the goals of that day, not by today's. None where nothing was judged then: no records, or no
    goal in force yet.
    """
    goals = figures.goals_on(trends.last_of_month(month))
    first = [
        (
            t.joining[0].against(goal.membership_percent),
            t.unionisation[0].against(goal.build_percent),
        )
        for line in lines
        if (t := line.trend) and (goal := goals.get(line.key))
    ]
    known = [pair for pair in first if pair[0].known or pair[1].known]
    if not known:
        return None
    return sum(joining.met is False or built.met is False for joining, built in known)


def region(place: RegionPlace, user: Any, sort: str) -> dict[str, Any]:
    """The counties of a region side by side."""
    figures = region_figures(place)
    lines = county_lines(figures)
    division = place.division
    return {
        "place": place,
        "figures": figures,
        "counts": figures.counts,
        "trend": figures.trend,
        "total_spark": sparkline(tenths(figures.trend.joining)),
        "whole": words.whole(division),
        "empty": figures.empty,
        "export_url": _export_url(division) if user.has_perm(EXPORT) else "",
        **comparison(lines, sort, _("County")),
    }


def region_page(place: RegionPlace, user: Any, sort: str) -> dict[str, Any]:
    """The same with the findings of its counties."""
    findings = summary(user, counties=place.today)
    money = region_card(user, place.today)
    return {**region(place, user, sort), "findings": findings, "money": money}


def _export_url(division: Division | None) -> str:
    """The workbook of a region; counties side by side that are no region have no key."""
    return reverse("region_export", args=[division.key]) if division else reverse("own_export")


def township(place: TownshipPlace, user: Any) -> dict[str, Any]:
    """The page of a township: rates, what is missing, what changed, what has to be done."""
    figures = fig.township_figures(place)
    course = trends.trend(trends.month_rows(place.county.codes, place.keys), figures.goal)
    goal = figures.goal.membership_percent if figures.goal else None
    subject = in_township(place, figures, user)
    batches = imports_to_finish(user, Q(township__in=place.keys))
    receipts = receipt_tasks(user, place.keys)
    tasks = [*import_tasks(batches), *receipts, *todo.tasks(subject)]
    county, key = place.county, place.division.key
    query = place_query(user, county=county.division.key, township=key)
    verdicts = latest_of(user, GOALS, SubjectKind.TOWNSHIP, place.keys, county.codes)
    known = standings(user, county.codes, county.today, timezone.localdate(), place.keys)
    return {
        "place": place,
        "money": township_card(user, county.codes, place.keys, county.division.key, key),
        "standing": known.by_key.get(key, Standing()),
        "lists": standing_urls(county.division.key if _sees_more(county, user) else "", key),
        "findings": summary(
            user, counties=county.codes, townships=place.keys, query=query, first=FIRST_FINDINGS
        ),
        "goals_verdict": verdicts.get(key),
        "division": place.division,
        "may_see_county": may_see_county(user.scope_for(VIEW), place.county.division.key),
        "figures": figures,
        "trend": course,
        "month": this_month(place, course.now),
        "units": units_of(place, goal),
        "groups": grouped(tasks),
        "total": len(tasks),
        "union": subject.own_union,
        "federation": words.federation(place.county.division),
        "reported": _reported(figures),
        "may_record": subject.may("townships.add_townshipstatistics"),
        "urls": township_urls(place, course.months[-1]),
    }


def _reported(figures: Figures) -> str:
    """Both numbers of unionised units where the township's own count differs from the registry."""
    reported = figures.reported_unionised
    if reported is None:
        return ""
    return _("The township reported %(reported)s unionised units; %(counted)s are registered.") % {
        "reported": f"{reported:,}",
        "counted": f"{figures.counts.unionised:,}",
    }


def township_urls(place: TownshipPlace, since: datetime.date) -> dict[str, str]:
    """Where the numbers of a township lead to."""
    key, day = place.division.key, since.isoformat()
    month_page = reverse("township_month", args=[key])
    return {
        "members": links.members(key),
        **{name: links.month(month_page, name, since) for name in FLOWS},
        "unions": links.active_unions(key),
        "new_unions": links.unions(key, founded_on__gte=day, status=UnionStatus.ACTIVE),
        "employers": links.employers(key),
        "with_union": links.with_union(key),
        "without_union": links.without_union(key),
        "statistics": links.statistics(key),
        "record": links.new("townships.townshipstatistics", township=key),
        "county": reverse("county_dashboard", args=[place.county.division.key]),
    }


def several_townships(place: SeveralTownships, sort: str) -> dict[str, Any]:
    """The townships of one person side by side."""
    lines: list[Line] = []
    for county_place in place.counties:
        figures = fig.county_figures(county_place)
        rows = trends.month_rows(county_place.codes, place.keys)
        goals = {row.key: row.goal for row in figures.townships if row.key in place.keys}
        found = township_lines(figures, trends.trends(rows, county_place.today, goals))
        lines += [line for line in found if line.key in place.keys]
    return comparison(lines, sort, _("Township"))
