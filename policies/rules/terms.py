"""Terms, early and late re-election, officers who leave early (R-TRM)."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from policies.engine import (
    Choice,
    ConditionResult,
    Count,
    Day,
    Fact,
    Kind,
    NoParameters,
    NotGiven,
    Outcome,
    Precedence,
    Subject,
    Text,
    Values,
    measures,
    rules,
)
from policies.engine.bounds import AtLeast, Years
from policies.engine.conditions import (
    choice_condition,
    fact_condition,
    in_time_condition,
    one_of_condition,
    order_condition,
    where,
)
from policies.engine.wording import Headlines

from .measures import FORM, TERM_END, TERM_START, TERM_YEARS, YEAR
from .yearly import in_a_year

NEXT_ELECTION_ON = Day(
    "next_election_on",
    label=_("Re-election"),
    meaning=_("Day of the re-election that ended the term; “never” when it has yet to come"),
)
APPROVED_ON = Day(
    "approved_on",
    label=_("Approval of the higher union"),
    meaning=_("Day on which the next higher union approved; “never” without an approval"),
)
NEW_DUE_ON = Day(
    "new_due_on",
    label=_("Approved new date"),
    meaning=_("Day to which the next higher union has put the re-election off or forward"),
)
APPROVING_UNION = Text(
    "approving_union",
    label=_("Next higher union (short)"),
    meaning=_("Name of the next higher union, which approves an early or late re-election"),
)
COMMITTEE_MEETINGS = Count(
    "committee_meetings",
    label=_("Meetings of the committee"),
    meaning=_("Meetings of the committee in the year that act for the assembly"),
    amount=_("%(figure)s meetings"),
)
END_DATE = Day(
    "end_date", label=_("Left office"), meaning=_("Last day in office of the chair or vice-chair")
)
END_REASON = Choice(
    "end_reason",
    label=_("Reason for leaving"),
    meaning=_("Why the officer left"),
    codes=(
        ("transfer", _("moved to another post")),
        ("resignation", _("resigned")),
        ("recall", _("recalled")),
        ("retirement", _("retired")),
        ("death", _("died")),
    ),
    also=(
        *(("调动", "transfer"), ("辞职", "resignation"), ("罢免", "recall")),
        *(("退休", "retirement"), ("死亡", "death")),
    ),
)
CONSENT_COMMITTEE = Day(
    "consent_committee",
    label=_("Consent of the own committee"),
    meaning=_("Day on which the own committee agreed; “never” when it did not"),
)
CONSENT_UPPER = Day(
    "consent_upper",
    label=_("Consent of the higher union"),
    meaning=_("Day on which the next higher union agreed; “never” when it did not"),
)
ASSEMBLY_SYSTEM = Fact(
    "assembly_system",
    label=_("System of assemblies"),
    meaning=_("Whether the system of union assemblies is practised"),
)
measures.add(NEXT_ELECTION_ON, APPROVED_ON, NEW_DUE_ON, APPROVING_UNION, COMMITTEE_MEETINGS)
measures.add(END_DATE, END_REASON)
measures.add(CONSENT_COMMITTEE, CONSENT_UPPER, ASSEMBLY_SYSTEM)


@dataclass(frozen=True)
class TermLengths:
    """每届任期 x 年或 y 年."""

    term_years: tuple[int, ...]


@rules.rule(
    "R-TRM-01",
    topic="term_length",
    kind=Kind.HARD_BLOCK,
    parameters=TermLengths,
    measures=(TERM_YEARS,),
    subject=Subject.FEDERATION,
)
def term_length(parameters: TermLengths, values: Values) -> tuple[ConditionResult, ...]:
    """冀工办发〔2020〕43号 二.3: a term has one of these lengths."""
    return (one_of_condition(TERM_YEARS, parameters.term_years, values),)


@rules.rule(
    "R-TRM-05",
    topic="general_union_term",
    kind=Kind.WARNING,
    parameters=TermLengths,
    measures=(FORM, TERM_YEARS),
    subject=Subject.UNION,
)
def general_union_term(parameters: TermLengths, values: Values) -> tuple[ConditionResult, ...]:
    """总工办发〔2019〕24号 三: a 总工会 follows the rules of local unions (工会法 art. 16)."""
    general = choice_condition(FORM, ("general",), values)
    return where(general, one_of_condition(TERM_YEARS, parameters.term_years, values))


def term_ends_on(values: Values) -> date:
    """The day the re-election is due: the corresponding day, so many years after the start."""
    return Years(TERM_YEARS.needed(values)).after(TERM_START.needed(values))


@rules.rule(
    "R-TRM-02",
    topic="reelection_in_time",
    kind=Kind.WARNING,
    parameters=NoParameters,
    measures=(TERM_START, TERM_YEARS, NEXT_ELECTION_ON),
    optional=(NEW_DUE_ON, APPROVING_UNION),
    precedence=Precedence.ALL,
    subject=Subject.UNION,
    headlines=Headlines(
        met=_("The re-election is in time"),
        not_met=_("The re-election is overdue"),
        unknown=_("It cannot be judged yet whether the re-election is in time"),
    ),
    result=_("Re-election due on"),
)
def reelected_in_time(_none: NoParameters, values: Values) -> Outcome:
    """冀工办发〔2020〕43号 二.3; 安工办〔2020〕7号 五: on time up to the last day of the term.

    An approved new date takes the place of that day.
    """
    regular = term_ends_on(values)
    due = NEW_DUE_ON.of(values) or regular
    in_time = in_time_condition(NEXT_ELECTION_ON, due, values)
    return Outcome((in_time,), due, due.isoformat())


@dataclass(frozen=True)
class EarlyLate:
    """提前或延期换届: how many days before the end of the term are early is not said."""

    early_days: int | None = field(
        default=None, metadata={"label": _("Days before the end that are not early")}
    )


@rules.rule(
    "R-TRM-03",
    topic="early_or_late_reelection",
    kind=Kind.HARD_BLOCK,
    parameters=EarlyLate,
    measures=(TERM_START, TERM_YEARS, NEXT_ELECTION_ON, APPROVED_ON),
    subject=Subject.FEDERATION,
    result=_("Re-election due on"),
)
def early_or_late_approved(parameters: EarlyLate, values: Values) -> Outcome:
    """冀工办发〔2020〕43号 二.3: early or late only with the approval of the next higher union.

    The approval of a late one comes before the term ends, of an early one before the election.
    """
    due = term_ends_on(values)
    election = NEXT_ELECTION_ON.needed(values)
    approved = APPROVED_ON.needed(values)
    in_time = in_time_condition(NEXT_ELECTION_ON, due, values)
    if not in_time.met:
        return Outcome((in_time_condition(APPROVED_ON, due, values),), due, due.isoformat())
    if election < due and approved > election:
        if parameters.early_days is None:
            raise NotGiven(_("Days before the end that are not early"))
        if election < due - timedelta(days=parameters.early_days):
            before = in_time_condition(APPROVED_ON, election, values)
            return Outcome((before,), due, due.isoformat())
    return Outcome((in_time,), due, due.isoformat())


@dataclass(frozen=True)
class YearlyMeetings:
    """每年必须至少召开 x 次委员会会议."""

    committee_meetings: AtLeast


@rules.rule(
    "R-TRM-04",
    topic="committee_acts_for_assembly",
    kind=Kind.WARNING,
    parameters=YearlyMeetings,
    measures=(COMMITTEE_MEETINGS,),
    optional=(YEAR,),
)
def committee_meets(parameters: YearlyMeetings, values: Values) -> tuple[ConditionResult, ...]:
    """安工办〔2020〕7号 二: in the term, a meeting of the committee each year is enough."""
    return (in_a_year(COMMITTEE_MEETINGS, parameters.committee_meetings, values),)


@rules.rule(
    "R-TRM-07",
    topic="officers_stay",
    kind=Kind.HARD_BLOCK,
    parameters=NoParameters,
    measures=(END_DATE, TERM_END, END_REASON, CONSENT_COMMITTEE, CONSENT_UPPER),
    precedence=Precedence.ALL,
    subject=Subject.OFFICER,
)
def moved_with_consent(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """Shaoxing 2013, 三(二): moved before the term ends only with both consents.

    It speaks of a move by others: not of those who resign, retire, are recalled or die.
    """
    stayed = order_condition(TERM_END, END_DATE, values)
    if stayed.met is not False:
        return (stayed,)
    return where(
        choice_condition(END_REASON, ("transfer",), values),
        order_condition(CONSENT_COMMITTEE, END_DATE, values),
        order_condition(CONSENT_UPPER, END_DATE, values),
    )


@rules.rule(
    "R-TRM-09",
    topic="assembly_system",
    kind=Kind.WARNING,
    parameters=NoParameters,
    measures=(FORM, ASSEMBLY_SYSTEM),
    precedence=Precedence.ALL,
)
def general_union_holds_assemblies(
    _none: NoParameters, values: Values
) -> tuple[ConditionResult, ...]:
    """Shaoxing 2013, 二(四): a 总工会 practises the system of assemblies."""
    general = choice_condition(FORM, ("general",), values)
    return where(general, fact_condition(ASSEMBLY_SYSTEM, values))
