"""What the documents ask of a term and an election. Each function looks at one rule.

Whether a rule holds at the place and on the day of the election, and whether it refuses or warns,
comes from the provisions of the policy engine. What follows from the meaning of the words alone
(nobody is elected in the future, a term follows the one before) holds everywhere.
"""

from collections.abc import Callable, Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.choices import ElectionBody, SeatCategory
from cadres.term_cases import TermCase
from policies.engine import NEVER
from townships.choices import UnionForm, UnionKind
from townships.problems import Problem
from townships.services.common import first_day_of

ASSEMBLIES = (ElectionBody.MEMBERS, ElectionBody.DELEGATES)
# Who elects the committee of a township's union, by its form.
ELECTORS = {
    UnionForm.COMMITTEE: ("R-COM-01", ASSEMBLIES),
    UnionForm.FEDERATION: ("R-COM-02", (*ASSEMBLIES, ElectionBody.UNITED)),
    UnionForm.GENERAL: ("R-COM-03", (ElectionBody.DELEGATES,)),
}
Look = Callable[[TermCase], Iterator[Problem]]


def problems_of_election(case: TermCase) -> list[Problem]:
    """All findings about a re-election or a first election with its records."""
    return [problem for look in (*BASIC, *ELECTION) for problem in look(case)]


def problems_of_record(case: TermCase) -> list[Problem]:
    """All findings about a term that is only written down: days and length."""
    return [problem for look in BASIC for problem in look(case)]


def days(case: TermCase) -> Iterator[Problem]:
    """Elections, approvals and assemblies have happened, and after the founding."""
    term, today = case.term, timezone.localdate()
    for name in ("started_on", "approved_on", "rules_passed_on"):
        day = getattr(term, name)
        if day and day > today:
            yield _wrong(name, _("This day is still to come. Record it when it has come."))
    first = first_day_of(case.union)
    if first and term.started_on < first:
        text = _("%(name)s was approved or founded on %(day)s only. Correct the day.")
        names = {"name": case.union.name, "day": first.isoformat()}
        yield _wrong("started_on", text % names)


def order(case: TermCase) -> Iterator[Problem]:
    """A term begins after the one that it ends."""
    former = case.former
    if former and case.term.started_on <= former.started_on:
        text = _(
            "Term %(number)s began on %(day)s; the next one begins later. Correct that term if its "
            "day is wrong."
        )
        names = {"number": former.number, "day": former.started_on.isoformat()}
        yield _wrong("started_on", text % names)
    if former and case.term.number <= former.number:
        text = _("The term before has the number %(number)s; this one needs a higher one.")
        yield _wrong("number", text % {"number": former.number})


def of_this_election(case: TermCase) -> Iterator[Problem]:
    """The records of an election are not older than the term before; its approval follows it."""
    term, former = case.term, case.former
    met = term.assembly.held_on if term.assembly else None
    days = {"assembly": met, "rules_passed_on": term.rules_passed_on}
    for name, day in {**days, "approved_on": term.approved_on}.items():
        if former and day and day <= former.started_on:
            text = _("%(day)s lies in the term before, which began on %(began)s. Correct the day.")
            names = {"day": day.isoformat(), "began": former.started_on.isoformat()}
            yield _wrong(name, text % names)
    if term.approved_on and term.approved_on < term.started_on:
        text = _("The result was approved on %(day)s, before the election. Please check.")
        yield Problem("", text % {"day": term.approved_on.isoformat()}, "approved_on")


def length(case: TermCase) -> Iterator[Problem]:
    """R-TRM-01 of federations, R-TRM-05 of a 总工会: how many years a term has."""
    years, union = case.term.years, case.union
    if union.kind == UnionKind.FEDERATION:
        text = _("A term of %(years)s years: %(needed)s is demanded. Choose another length.")
        for verdict in case.verdicts("R-TRM-01", term_years=years):
            needed = "; ".join(one.required for one in verdict.conditions)
            said = text % {"years": years, "needed": needed}
            yield from case.judged("R-TRM-01", "years", said, term_years=years)
    if union.kind == UnionKind.TOWNSHIP:
        text = _("The term of a general union has five years like that of a local union.")
        yield from case.judged("R-TRM-05", "years", text, form=union.form, term_years=years)


def electors(case: TermCase) -> Iterator[Problem]:
    """R-COM-01, R-COM-02, R-COM-03: the body that the form of a township's union demands."""
    term, union = case.term, case.union
    if not term.elected_by:
        yield _wrong("elected_by", _("Say who elected the committee."))
        return
    if union.kind != UnionKind.TOWNSHIP or union.form not in ELECTORS:
        return
    rule, allowed = ELECTORS[UnionForm(union.form)]
    if term.elected_by not in allowed:
        text = _("%(form)s: the committee is elected by %(allowed)s, not by %(given)s.")
        names = {
            "form": union.get_form_display(),
            "allowed": _(" or ").join(str(ElectionBody(one).label) for one in allowed),
            "given": term.get_elected_by_display(),
        }
        yield from case.stated(rule, "elected_by", text % names)
    if union.form == UnionForm.GENERAL and not term.rule_basis:
        text = _("Name the rules for local unions by which the election was held.")
        yield from case.stated("R-COM-03", "rule_basis", text)


def assembly(case: TermCase) -> Iterator[Problem]:
    """An assembly elects only when it has met; it meets on the day of the election or before."""
    term = case.term
    if term.elected_by in ASSEMBLIES and term.assembly is None:
        text = _(
            "No assembly is recorded. Record the day on which it met and how many were present."
        )
        yield _cited(case, "assembly", text)
    elif term.assembly and term.assembly.held_on > term.started_on:
        text = _("The assembly met on %(day)s, after the election. Correct one of the two days.")
        names = {"day": term.assembly.held_on.isoformat()}
        yield _wrong("assembly", text % names)


def _cited(case: TermCase, field: str, text: str) -> Problem:
    """A refusal wherever it is, with the clause about electors where there is one."""
    rule = ELECTORS.get(UnionForm(case.union.form), ("", ()))[0] if case.union.form else ""
    found = list(case.stated(rule, field, text)) if rule else []
    return Problem(rule, text, field, found[0].basis if found else "", blocking=True)


def rules_passed(case: TermCase) -> Iterator[Problem]:
    """R-COM-06: at a re-election the assembly passes the rules not after the election."""
    if case.union.kind != UnionKind.TOWNSHIP or case.former is None:
        return
    passed, election = case.term.rules_passed_on, case.term.started_on
    text = _(
        "The assembly passes the rules on composition, election and replacement before it elects. "
        "Record the day on which it passed them, %(day)s at the latest."
    )
    said = text % {"day": election.isoformat()}
    values = {"rules_passed_on": passed or NEVER, "elected_on": election}
    yield from case.judged("R-COM-06", "rules_passed_on", said, **values)


def early_or_late(case: TermCase) -> Iterator[Problem]:
    """R-TRM-03: a federation elects early or late only with the approval recorded in its term.

    An election after the day to which it was moved is told, as a late one of other unions is.
    """
    former, election = case.former, case.term.started_on
    if former is None:
        return
    if case.union.kind == UnionKind.FEDERATION:
        yield from case.judged(
            "R-TRM-03",
            "started_on",
            _change_words(former.due_on, election),
            term_start=former.started_on,
            term_years=former.years,
            next_election_on=election,
            approved_on=former.change_approved_on or NEVER,
        )
    if election > former.deadline and (
        former.new_due_on or case.union.kind != UnionKind.FEDERATION
    ):
        text = _("The term ended on %(day)s; this election is %(days)s days late.")
        names = {"day": former.deadline.isoformat(), "days": (election - former.deadline).days}
        yield Problem("R-TRM-02", text % names, "started_on")


def _change_words(due: date, election: date) -> str:
    text = _(
        "The re-election was due on %(due)s and took place on %(election)s. Early or late it needs "
        "the approval of the next higher union: record its number and date first."
    )
    return text % {"due": due.isoformat(), "election": election.isoformat()}


def composition(case: TermCase) -> Iterator[Problem]:
    """R-COM-04: some grassroots cadres and some front-line members on the committee."""
    if case.union.kind != UnionKind.TOWNSHIP:
        return
    text = _("Neither cadres from below nor front-line members may be missing on the committee.")
    yield from case.judged("R-COM-04", "officers", text, **seats_by_side(case))


def seats_by_side(case: TermCase) -> dict[str, int | None]:
    """Seats by the two sides of R-COM-04; unknown while nobody said whom the seats are for."""
    sides = [seat.category for seat in case.seats]
    if not any(sides):
        return {"grassroots_cadres": None, "front_line_members": None}
    cadres = (SeatCategory.CADRE, SeatCategory.UNION_HEAD, SeatCategory.DELEGATE)
    return {
        "grassroots_cadres": sum(side in cadres for side in sides),
        "front_line_members": sides.count(SeatCategory.FRONT_LINE),
    }


def _wrong(field: str, text: str) -> Problem:
    return Problem("", text, field, blocking=True)


BASIC: tuple[Look, ...] = (days, order, length)
ELECTION: tuple[Look, ...] = (
    *(electors, assembly, rules_passed, of_this_election, early_or_late, composition),
)
