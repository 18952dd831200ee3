"""Terms, elections and meetings of all organisations (R-TRM, R-COM-04, R-COM-06, R-MTG-06)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from cadres.choices import ElectionBody, FormationMode, MeetingKind, SeatCategory
from cadres.models import Appointment, Meeting, Term
from compliance.choices import SubjectKind, Urgency
from compliance.collectors import Case, Scope, collects, not_met
from compliance.collectors.dated import exists
from compliance.collectors.superiors import with_superiors
from policies.engine import NEVER, Value, Verdict
from policies.engine.kinds import Status
from townships.choices import UnionForm, UnionKind
from townships.models import Union

UNION = SubjectKind.UNION
# Of these the documents speak: without a term on record nobody can judge them.
ASKED_FOR_TERMS = (UnionKind.TOWNSHIP, UnionKind.FEDERATION)
ELECTED = ~Q(form=UnionForm.WORK_COMMITTEE)
ASSEMBLIES = (ElectionBody.MEMBERS, ElectionBody.DELEGATES)
UNITED = (FormationMode.UNITED, FormationMode.DELEGATED)
# Meetings that do the work of a year's assembly; an assembly itself does it all the more.
ACTING = (MeetingKind.ACTS_FOR_ASSEMBLY, MeetingKind.MEMBER_ASSEMBLY)


@dataclass(frozen=True)
class Organisation:
    """An open organisation with the term that ran on the day, None where none is recorded."""

    pk: int
    name: str
    township_id: str | None
    kind: str
    form: str | None
    superior: str | None
    term: Term | None = None
    former: Term | None = None

    def case(
        self, scope: Scope, values: Mapping[str, Value], due_on: date | None = None, **facts: object
    ) -> Case:
        """The case of a rule about it."""
        place = scope.lies_in(self.township_id)
        return Case(str(self.pk), self.name, place, values, due_on=due_on, facts=facts)


@dataclass(frozen=True)
class Terms:
    """The running and the former term of each organisation on the day of a scope."""

    running: Mapping[int, Term] = field(default_factory=dict)
    former: Mapping[int, Term] = field(default_factory=dict)


def _terms(scope: Scope) -> Terms:
    """The terms of a county on the day, the latest two of each organisation."""
    running: dict[int, Term] = {}
    former: dict[int, Term] = {}
    begun = Term.objects.filter(county_code=scope.county_code, started_on__lte=scope.on)
    if scope.township_keys is not None:
        begun = begun.filter(union__in=Union.objects.filter(scope.rows).values("pk"))
    for term in begun.order_by("started_on").iterator(2000):
        if term.ended_on is None or term.ended_on > scope.on:
            running[term.union_id] = term
        else:
            former[term.union_id] = term
    return Terms(running, former)


def _organisations(scope: Scope, which: Q) -> Iterator[Organisation]:
    """The organisations of a scope with their terms, in two queries."""
    terms = _terms(scope)
    rows = Union.objects.filter(scope.rows, which, ELECTED, exists(scope, active=True))
    columns = ("pk", "name", "township_id", "kind", "form", "superior_id")
    listed = rows.order_by("pk").values_list(*columns)
    named = with_superiors(scope.county_code, listed, ("name",))
    for pk, name, township_id, kind, form, superior in named:
        yield Organisation(
            pk,
            name,
            township_id,
            kind,
            None if scope.looks_back else form or None,
            None if scope.looks_back else superior,
            terms.running.get(pk),
            terms.former.get(pk),
        )


def re_election(case: Case, verdict: Verdict) -> Urgency | None:
    """R-TRM-02: late is past its date; without a term nothing can be judged."""
    if verdict.status is Status.UNKNOWN:
        return Urgency.MISSING_DATA
    return Urgency.PAST_DATE if verdict.status is Status.VIOLATED else None


def asked_elsewhere(case: Case, verdict: Verdict) -> Urgency | None:
    """R-TRM-02 asks for the term already."""
    return Urgency.OTHER if verdict.status is Status.VIOLATED else None


@collects("R-TRM-02", subject=UNION, finds=re_election)
def re_elections(scope: Scope) -> Iterator[Case]:
    """The running term of every organisation; where one is demanded, also its absence."""
    for one in _organisations(scope, Q()):
        if one.term is None and one.kind not in ASKED_FOR_TERMS:
            continue
        due_on = _deadline(one.term, scope.on) if one.term else None
        yield one.case(scope, _re_election(one, scope.on), due_on)


def _re_election(one: Organisation, on: date) -> dict[str, Value]:
    term = one.term
    if term is None:
        return {"term_start": None, "term_years": None, "next_election_on": None}
    return {
        "term_start": term.started_on,
        "term_years": term.years,
        "next_election_on": NEVER,
        "new_due_on": term.new_due_on if _approved(term, on) else None,
        "approving_union": one.superior,
    }


def _approved(term: Term, on: date) -> bool:
    """Whether another date had been approved by a day."""
    return term.change_approved_on is not None and term.change_approved_on <= on


def _deadline(term: Term, on: date) -> date:
    return term.deadline if _approved(term, on) else term.due_on


@collects("R-TRM-01", subject=UNION, finds=asked_elsewhere, keeps_unknown=True)
def lengths_of_federations(scope: Scope) -> Iterator[Case]:
    """Years of the running term of each federation."""
    for one in _organisations(scope, Q(kind=UnionKind.FEDERATION)):
        yield one.case(scope, {"term_years": one.term.years if one.term else None})


@collects("R-TRM-05", subject=UNION, finds=asked_elsewhere, keeps_unknown=True)
def lengths_of_general_unions(scope: Scope) -> Iterator[Case]:
    """Form and years of the running term of each township's union."""
    for one in _organisations(scope, Q(kind=UnionKind.TOWNSHIP)):
        years = one.term.years if one.term else None
        yield one.case(scope, {"form": one.form, "term_years": years})


@collects("R-TRM-03", subject=UNION)
def early_and_late(scope: Scope) -> Iterator[Case]:
    """The last re-election of each federation, with the approval recorded in the term before."""
    for one in _organisations(scope, Q(kind=UnionKind.FEDERATION)):
        if one.former is None or one.former.ended_on is None:
            continue
        values: dict[str, Value] = {
            "term_start": one.former.started_on,
            "term_years": one.former.years,
            "next_election_on": one.former.ended_on,
            "approved_on": one.former.change_approved_on or NEVER,
        }
        yield one.case(scope, values, one.former.due_on)


@collects("R-COM-06", subject=UNION)
def rules_of_elections(scope: Scope) -> Iterator[Case]:
    """The day on which the rules of the last re-election were passed."""
    for one in _organisations(scope, Q(kind=UnionKind.TOWNSHIP)):
        if one.term is None or one.former is None:
            continue
        days = {"rules_passed_on": one.term.rules_passed_on, "elected_on": one.term.started_on}
        yield one.case(scope, days)


def seats_recorded(case: Case, verdict: Verdict) -> Urgency | None:
    """R-COM-04: who sits on the committee is asked for elsewhere."""
    if verdict.status is Status.UNKNOWN:
        return Urgency.MISSING_DATA if case.facts["seats"] else None
    return Urgency.MISSING_POST if verdict.status is Status.VIOLATED else None


@collects("R-COM-04", subject=UNION, finds=seats_recorded)
def compositions(scope: Scope) -> Iterator[Case]:
    """For whom the seats of each township union's committee are held."""
    seats = _seats(scope)
    cadres = (SeatCategory.CADRE, SeatCategory.UNION_HEAD, SeatCategory.DELEGATE)
    for one in _organisations(scope, Q(kind=UnionKind.TOWNSHIP)):
        found = seats.get(one.pk, {})
        said = any(found.get(side) for side in SeatCategory.values)
        values: dict[str, Value] = {
            "grassroots_cadres": sum(found.get(side, 0) for side in cadres) if said else None,
            "front_line_members": found.get(SeatCategory.FRONT_LINE, 0) if said else None,
        }
        yield one.case(scope, values, seats=sum(found.values()))


def _seats(scope: Scope) -> dict[int, dict[str, int]]:
    """Seats of committees in office on the day, by union and by whom they are held for."""
    rows: QuerySet[Any] = Appointment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=scope.on),
        county_code=scope.county_code,
        body="committee",
        valid_from__lte=scope.on,
        union__kind=UnionKind.TOWNSHIP,
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    grouped = rows.order_by().values_list("union_id", "category").annotate(number=Count("pk"))
    for union_id, category, number in grouped:
        found[union_id][category] = number
    return found


@collects("R-TRM-04", subject=UNION)
def acting_meetings(scope: Scope) -> Iterator[Case]:
    """Committee meetings that act for the assembly, in the last year that is over.

    The first year of a term counts from the election; as long as it runs it can still come.
    """
    last, this = (_meetings(scope, year, ACTING) for year in (scope.on.year - 1, scope.on.year))
    for one in _organisations(scope, Q(kind=UnionKind.TOWNSHIP)):
        if one.term is None or not _acts(one):
            continue
        new = one.term.started_on.year == scope.on.year
        meetings, year = (this, scope.on.year) if new else (last, scope.on.year - 1)
        values: dict[str, Value] = {"committee_meetings": meetings.of(one.pk), "year": year}
        yield one.case(scope, values)


def _acts(one: Organisation) -> bool:
    """Whether its committee may act for the assembly: by 联合制、代表制, or a 总工会."""
    general = one.form == UnionForm.GENERAL
    return general or (one.term is not None and one.term.formation_mode in UNITED)


@dataclass(frozen=True)
class Year:
    """Meetings by organisation in one calendar year.

    Of an organisation whose first meeting on record came later nobody kept a list in that year:
    unknown. From then on nothing recorded is 0.
    """

    number: Mapping[int, int]
    kept_since: Mapping[int, date]
    last_day: date

    def of(self, union_id: int) -> int | None:
        """How many there were; None: nobody kept a list."""
        since = self.kept_since.get(union_id)
        if since is None or since > self.last_day:
            return None
        return self.number.get(union_id, 0)


def _meetings(scope: Scope, year: int, kinds: tuple[str, ...]) -> Year:
    rows = Meeting.objects.filter(county_code=scope.county_code, held_on__lte=scope.on).order_by()
    inside = Q(held_on__range=(date(year, 1, 1), date(year, 12, 31)), kind__in=kinds)
    grouped = rows.values_list("union_id").annotate(
        number=Count("pk", filter=inside), since=Min("held_on")
    )
    found = list(grouped)
    return Year(
        {pk: number for pk, number, _since in found},
        {pk: since for pk, _number, since in found},
        date(year, 12, 31),
    )


@collects("R-TRM-09", subject=UNION)
def assemblies_of_general_unions(scope: Scope) -> Iterator[Case]:
    """Whether an assembly elected the running term of a 总工会, or has met in it."""
    met = _assemblies(scope)
    for one in _organisations(scope, Q(kind=UnionKind.TOWNSHIP)):
        held = met.get(one.pk)
        practised = _assembly_system(one.term, held)
        yield one.case(scope, {"form": one.form, "assembly_system": practised})


def _assembly_system(term: Term | None, held: date | None) -> bool | None:
    if held and (term is None or held >= term.started_on):
        return True
    if term is None or not term.elected_by:
        return None
    return term.elected_by in ASSEMBLIES


def _assemblies(scope: Scope) -> dict[int, date]:
    """The last assembly of each organisation by the day."""
    rows = Meeting.objects.filter(
        county_code=scope.county_code,
        kind=MeetingKind.MEMBER_ASSEMBLY,
        held_on__lte=scope.on,
    )
    return dict(rows.order_by("held_on").values_list("union_id", "held_on"))


@collects("R-MTG-06", subject=UNION, finds=not_met())
def joint_meetings(scope: Scope) -> Iterator[Case]:
    """Joint meetings with the government, held by the federation of the county, in the last year
    that is over; of one that keeps no list of meetings nobody knows."""
    year = scope.on.year - 1
    meetings = _meetings(scope, year, (MeetingKind.JOINT,))
    for one in _organisations(scope, Q(kind=UnionKind.COUNTY)):
        number = meetings.of(one.pk)
        if number is not None:
            yield one.case(scope, {"joint_meetings": number, "year": year})
