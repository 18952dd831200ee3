"""What the pages of findings show, put together from the selectors."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.paginator import Page
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance import words
from compliance.choices import FindingState, RunState, SubjectKind, Urgency
from compliance.forms import FORMS, FindingForm
from compliance.links import organisation_url
from compliance.models import CheckRun, Finding
from compliance.models.run import UNFINISHED
from compliance.permissions import CHANGE, EXPORT, ORDER, VIEW
from compliance.selectors import filters, findings, order, people, resolutions, runs, verdicts
from compliance.selectors.findings import ALL, RESOLVED, WAIVED, Choice, Counts
from compliance.sentences import Sentence, record_link, sentence
from compliance.services.handling import may
from history.selectors import MOST_CHANGES, changes_of, labelled
from policies.topics import rule_name
from townships.selectors.places import names_of
from unionreg.county import CountyQuerySet
from unionreg.paging import CountedPaginator


@dataclass(frozen=True)
class Line:
    """A finding as the list shows it."""

    finding: Finding
    sentence: Sentence
    age: words.Age
    look: words.Look
    place: str
    action: str
    url: str

    @property
    def clause(self) -> str:
        """Document and clause."""
        return f"{self.finding.verdict.document} {self.finding.verdict.clause}"


@dataclass(frozen=True)
class Group:
    """Lines of one urgency; `look` is None where the list is not grouped."""

    label: Any
    count: int
    lines: list[Line]
    look: words.Look | None = None


def line(finding: Finding, user: Any, names: dict[str, str], today: datetime.date) -> Line:
    """One line; asks nothing of the database."""
    action, url = record_link(finding, user)
    return Line(
        finding=finding,
        sentence=sentence(finding),
        age=words.age(finding, today),
        look=words.look_of(finding),
        place=_place(finding, names),
        action=action,
        url=url,
    )


def _place(finding: Finding, names: dict[str, str]) -> str:
    """County and township as far as the reader has to be told; a township is named by itself."""
    keys = dict.fromkeys([finding.county_code, finding.township_key])
    if finding.subject == SubjectKind.TOWNSHIP:
        keys.pop(finding.township_key)
    return " ".join(names[key] for key in keys if key in names)


def lines(rows: Iterable[Finding], user: Any) -> list[Line]:
    """Lines with the names of their places; the county's only where one sees several."""
    found, today = list(rows), timezone.localdate()
    scope = user.scope_for(VIEW)
    several = scope.nationwide or len(scope.counties | scope.township_counties) > 1
    keys = {row.township_key for row in found if row.township_key != row.county_code}
    if several:
        keys |= {row.county_code for row in found}
    names = names_of(keys) if keys else {}
    return [line(row, user, names, today) for row in found]


@dataclass(frozen=True)
class Listed:
    """The rows of the address, before they are put on a page."""

    choice: Choice
    counts: Counts
    order: list[str]
    rows: CountyQuerySet[Finding]


def listed(user: Any, query: Any, permission: str = "") -> Listed:
    """The findings that an address chooses, in their order; where the permission holds as well."""
    today, choice = timezone.localdate(), Choice.read(query)
    chosen = findings.chosen(user, choice, today)
    if permission:
        chosen = chosen.visible_to(user, permission)
    groups = order.order_for(user)
    rows = findings.of_tab(chosen, choice.tab, groups, today)
    return Listed(choice, findings.counts(chosen, today), groups, rows)


def compliance_list(user: Any, query: Any) -> dict[str, Any]:
    """The compliance list of the user's place."""
    here = listed(user, query)
    choice, counts = here.choice, here.counts
    page = CountedPaginator(here.rows, counts.of(choice.tab)).get_page(query.get("page"))
    page.object_list = findings.in_full(user, page.object_list)
    places, run = filters.places(user, choice), runs.newest(user, choice.county)
    may_change = bool(user.has_perm(CHANGE)) and choice.tab != RESOLVED
    return {
        "choice": choice,
        "counts": counts,
        "page": page,
        "groups": list(_groups(page, user, here)),
        "tabs": words.tabs(here.order, _tab_counts(counts), choice.tab),
        "places": places,
        "rules": filters.rules(user, choice),
        "people": filters.people(user, choice),
        "ages": words.AGE_LABELS,
        "colleagues": people.colleagues_in(user, choice.county) if may_change else [],
        "last": runs.last_check(user, choice.county),
        "county_to_check": runs.county_to_check(user, choice.county),
        "run": run_context(run) if run and run.state in UNFINISHED else None,
        "silent_since": runs.silent_since(user, choice.county, run),
        "failed": run is not None and run.state == RunState.FAILED,
        "may_export": user.has_perm(EXPORT),
        "may_order": user.has_perm(ORDER),
    }


def _tab_counts(counts: Counts) -> dict[str, int]:
    return {**counts.open, ALL: counts.all, WAIVED: counts.waived, RESOLVED: counts.resolved}


def _groups(page: Page[Finding], user: Any, here: Listed) -> Iterator[Group]:
    """The lines of a page below the heads of their groups; other tabs are one group."""
    found = lines(page.object_list, user)
    if here.choice.tab in (WAIVED, RESOLVED):
        if found:
            yield Group("", len(found), found)
        return
    for urgency, part in groupby(found, key=lambda one: one.finding.urgency):
        group = Urgency(urgency)
        yield Group(group.label, here.counts.of(urgency), list(part), words.LOOKS[group])


def run_context(run: CheckRun | None) -> dict[str, Any] | None:
    """A run with how far it is, in per cent and as the width of its bar."""
    if run is None:
        return None
    per_cent = min(run.done * 100 // run.total, 100) if run.total else 0
    return {"run": run, "per_cent": per_cent, "width": per_cent * 7}


def finding(found: Finding, user: Any, sent: FindingForm | None = None) -> dict[str, Any]:
    """The page of one finding; `sent` is a form that was refused and is shown again."""
    open_ = found.state != FindingState.RESOLVED
    explanation = verdicts.explained(found.verdict)
    earlier = list(findings.earlier(found, user)[:MOST_CHANGES])
    return {
        "finding": found,
        "line": lines([found], user)[0],
        "organisation_url": organisation_url(found),
        "rule_name": rule_name(found.rule_id),
        "urgency": Urgency(found.urgency),
        "explanation": explanation,
        "resolution": resolutions.resolution(found, user),
        "forms": _forms(found, user, sent) if open_ else {},
        "refused": sent,
        "changes": labelled(changes_of(found)[:MOST_CHANGES]),
        "earlier": earlier,
    }


def _forms(found: Finding, user: Any, sent: FindingForm | None) -> dict[str, FindingForm]:
    """The forms that the user may send, by name."""
    unfit = "unwaive" if found.state == FindingState.OPEN else "waive"
    able = [form for form in FORMS.values() if form.name != unfit]
    allowed = [form for form in able if may(found, user, form.permission)]
    colleagues = people.colleagues_of(found) if allowed else []
    made = {form.name: form(found, _with_present(colleagues, found)) for form in allowed}
    return {**made, sent.name: sent} if sent else made


def _with_present(colleagues: people.Options, found: Finding) -> people.Options:
    """Whoever is in charge is a choice, even if he has moved elsewhere since."""
    if found.assignee is None or found.assignee_id in dict(colleagues):
        return colleagues
    return [(found.assignee.pk, str(found.assignee)), *colleagues]


def bulk_message(done: int, left_out: int, person: Any) -> str:
    """What became of the findings that were ticked."""
    text = _("%(n)s findings are with %(person)s now.") % {"n": done, "person": person}
    if not left_out:
        return text
    return text + _("%(n)s lie where he or she does not work and were left.") % {"n": left_out}


def order_lines(groups: Sequence[str]) -> list[tuple[str, Any, words.Look]]:
    """Groups in their order with label and look."""
    return [(group, Urgency(group).label, words.LOOKS[Urgency(group)]) for group in groups]
