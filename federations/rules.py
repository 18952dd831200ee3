"""What the documents ask of a federation. Each function looks at one thing.

Whether a rule holds at the place and on the day, and whether it refuses or warns, comes from the
provisions of the policy engine. That a founding file is passed gate by gate, and that a federation
unites more than one union, follows from the meaning of the words and holds everywhere; the engine's
own conditions say so there too, only without a clause to cite.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise

from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.models import Appointment
from federations.case import JUDGED_KINDS, FederationCase
from federations.choices import ShanxiItem, Step
from policies.engine import NEVER, ConditionResult, NoParameters, Outcome, Value, Values
from policies.rules.federations import UNITED, founding_steps
from townships.problems import Problem
from townships.services.common import TOO_EARLY, too_early

# Gates that the engine knows, by the name of their measure (R-ORG-26).
MEASURES: dict[str, str] = {
    Step.CONSULTED: "consulted_on",
    Step.PARTY_CONSENT: "party_consent_on",
    Step.APPROVED: "approval_on",
    Step.GROUP_FORMED: "formed_on",
    Step.ELECTED: "elected_on",
}
STEP_OF = {name: step for step, name in MEASURES.items()}
Days = Mapping[str, date]  # of the gates that were passed, by step


def gates_of(has_party_org: bool | None) -> list[Step]:
    """The gates in their order; without a party organisation there is none to agree (R-ORG-27)."""
    return [step for step in Step if step != Step.PARTY_CONSENT or has_party_org is not False]


def next_gate(has_party_org: bool | None, days: Days) -> Step | None:
    """The first gate that is still to be passed; None when the file is complete."""
    return next((step for step in gates_of(has_party_org) if step not in days), None)


def name_problems(case: FederationCase, unit_names: Iterable[str] = ()) -> Iterator[Problem]:
    """R-NAM-01, 02, 03: place + area or industry + 工会联合会; no occupation, no unit."""
    if case.federation.kind not in JUDGED_KINDS:
        return
    values: dict[str, Value] = {"name": case.union.name, "kind": case.federation.kind}
    remedies = {
        "R-NAM-01": _("Normally the name is division + area or industry + 工会联合会"),
        "R-NAM-02": _("Name it after the industry and not after the occupation"),
        "R-NAM-03": _("Name it after the area or industry and not after a unit or its union"),
    }
    for rule, remedy in remedies.items():
        more = {"unit_names": ";".join(unit_names)} if rule == "R-NAM-03" else {}
        yield from case.failures(rule, "name", remedy, values={**values, **more})


def level_problems(case: FederationCase) -> Iterator[Problem]:
    """R-ORG-25: county or below; an industry federation may be tried in a city."""
    kind, level = case.federation.kind, case.federation.level
    if kind in JUDGED_KINDS:
        remedy = _("Choose a level at or below the county")
        yield from case.failures("R-ORG-25", "level", remedy, values={"level": level, "kind": kind})


def days_have_come(days: Days) -> Iterator[Problem]:
    """Nobody passes a gate in the future, nor before there were unions."""
    today = timezone.localdate()
    for day in days.values():
        if day > today:
            text = _("%(day)s is still to come. Record the step on the day on which it is done.")
            yield Problem("", text % {"day": day.isoformat()}, "done_on", blocking=True)
        if too_early(day):
            yield Problem("", str(TOO_EARLY), "done_on", blocking=True)


def order_problems(case: FederationCase, days: Days) -> Iterator[Problem]:
    """R-ORG-26, 27: no gate is skipped, none is dated before the one in front of it."""
    party = case.federation.has_party_org
    if party is None and set(days) - {Step.CONSULTED}:
        text = _(
            "It is not recorded whether there is a party organisation of the same level. Record it "
            "first: with one its consent is needed, without one the next higher union leads."
        )
        yield Problem("R-ORG-27", text, "has_party_org", case.basis("R-ORG-27"), blocking=True)
        return
    missing = next_gate(party, days)
    for before, later in _out_of_order(case, days):
        earlier = before if before in days or missing is None else missing
        text = _order_text(earlier, later, days)
        rule = "R-ORG-27" if earlier == Step.PARTY_CONSENT else "R-ORG-26"
        yield Problem(rule, text, "done_on", case.basis(rule), blocking=True)


def _out_of_order(case: FederationCase, days: Days) -> Iterator[tuple[Step, Step]]:
    """Neighbours of which the engine says that they are out of order."""
    gates = gates_of(case.federation.has_party_org)
    failed = {STEP_OF[one.measure] for one in _conditions(case, days) if one.met is False}
    for earlier, later in pairwise(gates):
        if earlier in failed or (later == Step.IN_OFFICE and _wrong(days, earlier, later)):
            yield earlier, later


def _conditions(case: FederationCase, days: Days) -> tuple[ConditionResult, ...]:
    """The conditions of R-ORG-26, by the provision in force or else by the rule itself."""
    values: dict[str, Value] = {name: days.get(step, NEVER) for step, name in MEASURES.items()}
    values["has_party_org"] = case.federation.has_party_org
    verdicts = case.verdicts("R-ORG-26", **values)
    if verdicts:
        return verdicts[0].conditions
    found = founding_steps(NoParameters(), Values(values, case.on, date.min))
    return found.conditions if isinstance(found, Outcome) else found


def _wrong(days: Days, earlier: Step, later: Step) -> bool:
    return later in days and days.get(earlier, date.max) > days[later]


def _order_text(earlier: Step, later: Step, days: Days) -> str:
    names = {"earlier": earlier.label, "later": later.label}
    if earlier not in days:
        text = _(
            "“%(later)s” cannot be recorded before “%(earlier)s”, of which nothing is recorded. "
            "Record “%(earlier)s” first."
        )
        return text % names
    text = _(
        "“%(later)s” (%(second)s) lies before “%(earlier)s” (%(first)s). Each step comes after the "
        "one before it, or on the same day. Correct the day."
    )
    moments = {"first": days[earlier].isoformat(), "second": days[later].isoformat()}
    return text % {**names, **moments}


def size_problems(case: FederationCase, covered: int) -> Iterator[Problem]:
    """R-ORG-23: a federation is built on unions that exist, on more than one."""
    remedy = _("Add the unions that it covers")
    found = list(
        case.failures(
            "R-ORG-23",
            "",
            remedy,
            text=_("The federation covers %(n)s unions") % {"n": covered},
            values={"covered_unions": covered},
        )
    )
    if not case.in_force("R-ORG-23") and not UNITED.admits(covered):
        text = _("A federation unites two unions or more, here there are %(n)s. %(remedy)s.")
        found = [Problem("R-ORG-23", text % {"n": covered, "remedy": remedy}, "", blocking=True)]
    yield from found


def checklist_problems(case: FederationCase, ticked: int) -> Iterator[Problem]:
    """R-ORG-32: of the six items of 三告知、两报告、一宣誓 five are incomplete."""
    items = len(ShanxiItem)
    if case.federation.shanxi_checklist and ticked < items:
        text = _("Of the six items of the 321 procedure %(n)s are done. Tick the missing ones.")
        yield Problem("R-ORG-32", text % {"n": ticked}, "", case.basis("R-ORG-32"), blocking=True)


def early_election_problems(
    case: FederationCase, leaders: Iterable[Appointment], formed_on: date | None
) -> Iterator[Problem]:
    """R-ORG-26: who leads the federation was elected by it, after the group had been formed."""
    for row in leaders:
        if formed_on and row.elected_on and row.elected_on < formed_on:
            text = _(
                "%(name)s was elected on %(elected)s, before the preparation group was formed on "
                "%(formed)s. Correct the day of the election in the post."
            )
            names = {
                "name": row.person.name,
                "elected": row.elected_on.isoformat(),
                "formed": formed_on.isoformat(),
            }
            yield Problem("R-ORG-26", text % names, "", case.basis("R-ORG-26"), blocking=True)


def officer_problems(
    case: FederationCase, chair: bool, without_election: list[str]
) -> list[Problem]:
    """R-COM-13: chair and vice-chairs come into office by an election on record."""
    basis = case.basis("R-COM-13")
    if without_election:
        text = _("No election is on record for %(names)s. Record who elected them and when.")
        names = {"names": _(", ").join(without_election)}
        return [Problem("R-COM-13", text % names, "", basis, blocking=True)]
    if not chair:
        text = _("No chair of the federation is on record. Record the elected chair first.")
        return [Problem("R-COM-13", text, "", basis, blocking=True)]
    return []
