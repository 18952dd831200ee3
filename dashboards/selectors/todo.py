"""What waits in a county or a township: only what the records themselves show.

Each function looks at one thing. The number of queries does not depend on the number of townships.
"""

import datetime
from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from dashboards import links
from dashboards.selectors.figures import Figures
from dashboards.selectors.subject import MONTH, Subject, named
from dashboards.selectors.tasks import Task, Urgency
from dashboards.words import federation
from townships.choices import UnionStatus
from townships.selectors.unions import lacks_committee

YEAR = datetime.timedelta(days=366)  # statistics are counted once a year; a leap year is no fault


def tasks(subject: Subject) -> list[Task]:
    """Everything that waits in the place, in no order.

    What the compliance list tells by the rule of a look is left to it.
    """
    left = [look for look, rule in LOOKS.items() if rule not in subject.told]
    return [task for look in left for task in look(subject)]


def certificates(subject: Subject) -> Iterator[Task]:
    """Legal-person certificates of grassroots unions that have run out or soon will."""
    counts, day = subject.union_counts, subject.day
    active = {"status": UnionStatus.ACTIVE}
    if counts["expired"]:
        yield _certificates(
            Urgency.OVERDUE,
            counts["expired"],
            _("legal-person certificates have run out"),
            links.unions(subject.township, certificate_to__lt=day.isoformat(), **active),
        )
    if counts["expiring"]:
        span = {"certificate_to__gte": day.isoformat(), "certificate_to__lte": _in_a_month(day)}
        yield _certificates(
            Urgency.SOON,
            counts["expiring"],
            _("legal-person certificates run out within a month"),
            links.unions(subject.township, **span, **active),
        )


def _in_a_month(day: datetime.date) -> str:
    return (day + MONTH).isoformat()


def _certificates(urgency: Urgency, number: int, text: str, url: str) -> Task:
    about = _("%(n)s unions:") % {"n": number}
    hint = _("Renew them and record the new dates.")
    return Task(urgency, "card", about, text, hint, url, _("See the list"))


def certificates_of_townships(subject: Subject) -> Iterator[Task]:
    """The same for township unions, each of them by name."""
    for union in subject.township_unions:
        end = union.certificate_to
        if end is None or end > subject.day + MONTH:
            continue
        over = end < subject.day
        text = _("legal-person certificate ran out on %(day)s")
        yield Task(
            Urgency.OVERDUE if over else Urgency.SOON,
            "card",
            union.name,
            (text if over else _("legal-person certificate runs out on %(day)s"))
            % {"day": end.isoformat()},
            _("Renew them and record the new dates."),
            links.record("townships.townshipunion", union.pk),
            _("Record it") if subject.may("townships.change_townshipunion") else _("See"),
        )


def without_statistics(subject: Subject) -> Iterator[Task]:
    """Townships that cannot be judged for want of a figure."""
    missing = [row for row in subject.figures if row.unknown]
    if not missing:
        return
    yield Task(
        Urgency.UNKNOWN,
        "table",
        *_what_is_missing(subject, missing),
        _("Only with them can the rates be judged."),
        _record_url(subject, missing),
        _("Record them") if subject.may("townships.add_townshipstatistics") else _("See"),
    )


def _what_is_missing(subject: Subject, rows: list[Figures]) -> tuple[str, str]:
    """Subject and predicate of the sentence; a number that is there is not called missing."""
    workers = any(not row.joining.known for row in rows)
    units = any(not row.unionisation.known for row in rows)
    if subject.township:
        return _what(workers, units), _("not recorded")
    names = named(row.division.name for row in rows)
    if workers and units:
        return names, _("without workers or legal-person units")
    return names, _("without workers") if workers else _("without legal-person units")


def _what(workers: bool, units: bool) -> str:
    if workers and units:
        return _("The numbers of workers and of legal-person units")
    return _("The number of workers") if workers else _("The number of legal-person units")


def _record_url(subject: Subject, rows: list[Figures]) -> str:
    """The form for new statistics, of the township if it is a single one."""
    only = rows[0].division if len(rows) == 1 else None
    if not subject.may("townships.add_townshipstatistics"):
        return links.statistics(only)
    return links.new("townships.townshipstatistics", **links.here(only))


def _statistics_url(subject: Subject, rows: list[Figures]) -> str:
    """Where present statistics are looked at; for a single township the form for new ones."""
    return _record_url(subject, rows) if len(rows) == 1 else links.statistics()


def old_statistics(subject: Subject) -> Iterator[Task]:
    """Townships whose latest statistics are more than a year old."""
    old = [row for row in subject.figures if row.as_of and row.as_of < subject.day - YEAR]
    if not old:
        return
    oldest = min(row.as_of for row in old if row.as_of)
    about = _("The figures") if subject.township else named(row.division.name for row in old)
    yield Task(
        Urgency.UNKNOWN,
        "clock",
        about,
        _("still from %(day)s") % {"day": oldest.isoformat()},
        _("Figures are counted anew every year; record this year's."),
        _statistics_url(subject, old),
        _("Record them") if subject.may("townships.add_townshipstatistics") else _("See"),
    )


def without_union(subject: Subject) -> Iterator[Task]:
    """Townships with a union duty in which neither a union nor a dispatched body is recorded."""
    have = {subject.lies_in(union) for union in subject.township_unions}
    places = [row.division for row in subject.figures]
    lacking = [place for place in places if place.has_union_duty and place.key not in have]
    if not lacking:
        return
    may = subject.may("townships.add_townshipunion")
    leader = {"federation": federation(subject.county)}
    only = lacking[0] if len(lacking) == 1 else None
    yield Task(
        Urgency.DUTY,
        "township-union",
        named(division.name for division in lacking),
        _("without a township union on record"),
        _("Record the union, or the work committee that the %(federation)s has sent.") % leader
        if may
        else _("Ask the %(federation)s to record it.") % leader,
        links.new("townships.townshipunion", **links.here(only))
        if may
        else links.township_unions(only),
        _("Record it") if may else _("See"),
    )


def without_committees(subject: Subject) -> Iterator[Task]:
    """R-ORG-06: township unions without audit or women workers' committee, where that is asked."""
    clause = subject.clause("R-ORG-06")
    lacking = [union for union in subject.township_unions if lacks_committee(union)]
    if not lacking or clause is None:
        return
    only = lacking[0] if len(lacking) == 1 else None
    yield Task(
        Urgency.DUTY,
        "users",
        named(union.name for union in lacking),
        _("without founding date of the audit or the women workers' committee"),
        _("Both are founded together with the union. Record the day."),
        links.record("townships.townshipunion", only.pk)
        if only
        else links.township_unions(subject.township, committees="lacking"),
        _("Record it") if subject.may("townships.change_townshipunion") else _("See"),
        clause,
        links.in_force("R-ORG-06", subject.place),
    )


def empty_shells(subject: Subject) -> Iterator[Task]:
    """R-ORG-11: township unions below which no grassroots union is recorded."""
    clause = subject.clause("R-ORG-11")
    counts = {row.key: row.counts.unions for row in subject.figures}
    empty = [
        union for union in subject.township_unions if not counts.get(subject.lies_in(union), 1)
    ]
    if not empty or clause is None:
        return
    yield Task(
        Urgency.DUTY,
        "empty",
        named(union.name for union in empty),
        _("without any grassroots union"),
        _("Record them one by one or import them from Excel."),
        links.unions(subject.township),
        _("See"),
        clause,
        links.in_force("R-ORG-11", subject.place),
    )


def without_employers(subject: Subject) -> Iterator[Task]:
    """Active unions for which no employer is recorded."""
    counts = subject.union_counts
    if counts["without_employer"]:
        yield Task(
            Urgency.DUTY,
            "employer",
            _("%(n)s grassroots unions") % {"n": counts["without_employer"]},
            _("without a unit on record"),
            _("Say which units they cover; only then do these count as unionised."),
            links.unions(subject.township, units="none", status=UnionStatus.ACTIVE),
            _("See the list"),
        )


def joint_with_one(subject: Subject) -> Iterator[Task]:
    """R-ORG-16: joint unions with a single employer."""
    counts = subject.union_counts
    if counts["joint_with_one"]:
        yield Task(
            Urgency.DUTY,
            "link",
            _("%(n)s joint unions") % {"n": counts["joint_with_one"]},
            _("with a single unit"),
            _("A joint union has two units or more. Add the others or change its kind."),
            links.unions(subject.township, units="one", status=UnionStatus.ACTIVE),
            _("See the list"),
            subject.clause("R-ORG-16") or "",
            links.in_force("R-ORG-16", subject.place),
        )


def led_by_county(subject: Subject) -> Iterator[Task]:
    """R-ORG-12: unions that the county leads although their township has a union to lead them."""
    clause = subject.clause("R-ORG-12")
    number = subject.union_counts["ready"]
    if not number or clause is None or not subject.may("townships.hand_over"):
        return
    yield Task(
        Urgency.ADVICE,
        "swap",
        _("%(n)s grassroots unions") % {"n": number},
        _("lie in townships but are led by the %(federation)s")
        % {"federation": federation(subject.county)},
        _("They can be handed over to the township unions in one batch."),
        links.unions(subject.township, handover="ready", status=UnionStatus.ACTIVE),
        _("See the list"),
        clause,
        links.in_force("R-ORG-12", subject.place),
    )


def below_the_goal(subject: Subject) -> Iterator[Task]:
    """R-ORG-30: what is missing to the goals of a township, and where to begin."""
    if subject.township is None:
        return
    row = subject.figures[0]
    clause = f"{row.goal.document} {row.goal.clause}" if row.goal else ""
    if row.unionisation.met is False:
        yield Task(
            Urgency.ADVICE,
            "union",
            _("Unionisation rate"),
            _("%(n)s units short of the goal") % {"n": f"{row.unionisation.short:,}"},
            _("See which units have no union yet."),
            links.without_union(subject.township),
            _("See the list"),
            clause,
            links.in_force("R-ORG-30", subject.place),
        )
    if row.joining.met is False:
        yield Task(
            Urgency.ADVICE,
            "members",
            _("Joining rate"),
            _("%(n)s people short of the goal") % {"n": f"{row.joining.short:,}"},
            _("Begin with the units that have many workers and few members."),
            "#units",
            _("See the list"),
            clause,
            links.in_force("R-ORG-30", subject.place),
        )


def above_the_whole(subject: Subject) -> Iterator[Task]:
    """More members than workers, or more units with a union than units: a figure is wrong."""
    odd = [row for row in subject.figures if row.joining.excessive or row.unionisation.excessive]
    if not odd:
        return
    about = _("The figures") if subject.township else named(row.division.name for row in odd)
    yield Task(
        Urgency.UNKNOWN,
        "warning",
        about,
        _("give a rate above 100%"),
        _("Compare the statistics with the registry and record this year's."),
        _statistics_url(subject, odd),
        _("Record them") if subject.may("townships.add_townshipstatistics") else _("See"),
    )


# Each with the rule by which the compliance list tells the same; "" where none does.
LOOKS: dict[Callable[[Subject], Iterator[Task]], str] = {
    certificates: "",
    certificates_of_townships: "",
    without_statistics: "R-ORG-30",
    old_statistics: "",
    without_union: "R-ORG-35",
    without_committees: "R-ORG-06",
    empty_shells: "R-ORG-11",
    without_employers: "",
    joint_with_one: "R-ORG-16",
    led_by_county: "R-ORG-12",
    below_the_goal: "R-ORG-30",
    above_the_whole: "",
}
