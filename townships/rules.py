"""What the documents ask of a union record. Each function looks at one rule; `problems_of` at all.

Whether a rule holds at the place and on the day, and whether it refuses or warns, comes from the
provisions of the policy engine. What follows from the meaning of the words alone (a union cannot be
its own superior, a joint union is not joint with one unit) holds everywhere.
"""

from collections.abc import Callable, Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from policies.engine import Kind
from policies.rules.names import FORM_ENDINGS
from policies.rules.organisations import ALLOWED_PARENTS, ANY_TIER
from policies.selectors import place_of_division
from townships.cases import UnionCase, make_case
from townships.choices import UnionForm, UnionKind, UnionStatus
from townships.form_rules import approval_complete, form_conditions
from townships.models import Union
from townships.problems import Problem

__all__ = ["UnionCase", "form_conditions", "make_case", "problems_of", "unit_problems"]

OFFICE_WORD = "机关"
# What is recorded of these days has happened.
PAST_DAYS = (
    *("founded_on", "approved_on", "form_approved_on"),
    *("audit_committee_on", "women_committee_on"),
)
JOINT_MINIMUM = 2  # 联合: of more than one unit, by the meaning of the word


def problems_of(case: UnionCase) -> list[Problem]:
    """All findings of all rules, those that refuse among them."""
    return [problem for look in (*LOOKS, *_more_looks) for problem in look(case)]


_more_looks: list[Callable[[UnionCase], Iterator[Problem]]] = []


def register(look: Callable[[UnionCase], Iterator[Problem]]) -> None:
    """Have an app above this one look too. Called once by that app when it starts."""
    if look not in _more_looks:
        _more_looks.append(look)


def days_have_come(case: UnionCase) -> Iterator[Problem]:
    """Nobody founds or approves in the future; no document has to say so."""
    today = timezone.localdate()
    for name in PAST_DAYS:
        day = getattr(case.union, name)
        if day and day > today and case.changed(name):
            yield Problem("", _("This day is still to come."), name, blocking=True)


def one_organisation(case: UnionCase) -> Iterator[Problem]:
    """R-ORG-05: one township union or one dispatched work committee, never both."""
    union = case.union
    if union.kind != UnionKind.TOWNSHIP or not case.changed("township_id", "kind"):
        return
    others = Union.objects.in_county(union.county_code).filter(
        township_id=union.township_id, kind=UnionKind.TOWNSHIP, closed_on__isnull=True
    )
    other = others.exclude(pk=union.pk).first()
    if other:
        text = _("%(place)s has %(other)s already; the two must not exist side by side.")
        names = {"place": case.place.name, "other": other.name}
        yield from case.refusal("R-ORG-05", "township", text % names)


def dispatched_body(case: UnionCase) -> Iterator[Problem]:
    """R-ORG-05: a work committee is dispatched by the county federation and no legal person."""
    union = case.union
    if union.form != UnionForm.WORK_COMMITTEE:
        return
    text = _("A dispatched work committee is not a legal person. Leave this empty.")
    for name in ("is_legal_person", "credit_code", "certificate_no"):
        if getattr(union, name):
            yield from case.refusal("R-ORG-05", name, text)


def committees(case: UnionCase) -> Iterator[Problem]:
    """R-ORG-06: audit committee and women workers' committee are founded with the union."""
    union = case.union
    if not union.leads_township or not union.founded_on:
        return
    labels = {
        "audit_committee_on": _("audit committee"),
        "women_committee_on": _("women workers' committee"),
    }
    days = {name: getattr(union, name) for name in labels}
    missing = [name for name, day in days.items() if day is None]
    late = [name for name, day in days.items() if day and day != union.founded_on]
    verdicts = case.verdicts("R-ORG-06", founded_on=union.founded_on, **days)
    if missing and any(verdict.met is None for verdict in verdicts):
        text = _("No founding date of the %(bodies)s is recorded; both are founded with the union.")
        bodies = {"bodies": _(" and ").join(labels[name] for name in missing)}
        yield from case.finding("R-ORG-06", missing[0], text % bodies, otherwise=None)
    elif late and any(verdict.met is False for verdict in verdicts):
        text = _("The %(bodies)s and the union have different founding dates.")
        bodies = {"bodies": _(" and ").join(labels[name] for name in late)}
        yield from case.finding("R-ORG-06", late[0], text % bodies, otherwise=None)


def tree(case: UnionCase) -> Iterator[Problem]:
    """R-ORG-07: exactly one open superior of the same county, and no circle."""
    union, superior = case.union, case.union.superior
    if not case.changed("superior_id"):
        return
    if superior is None:
        yield from _without_superior(case)
    elif superior.county_code != union.county_code:
        text = _("The superior union belongs to another county.")
        yield from case.refusal("R-ORG-07", "superior", text)
    elif not superior.is_open:
        text = _("%(name)s is closed and cannot lead a union.") % {"name": superior.name}
        yield from case.refusal("R-ORG-07", "superior", text)
    elif _leads_back(superior, union):
        text = _("%(name)s stands below this union, so it cannot stand above it.")
        yield from case.refusal("R-ORG-07", "superior", text % {"name": superior.name})


def _without_superior(case: UnionCase) -> Iterator[Problem]:
    """A recorded union may change its superior, not lose it; new ones get theirs when founded."""
    if case.stored is not None and case.union.kind != UnionKind.COUNTY:
        text = _("Every union belongs to one superior union. Choose the new one.")
        yield from case.refusal("R-ORG-07", "superior", text)


def _leads_back(superior: Union, union: Union) -> bool:
    """Whether the way up from the superior meets the union."""
    seen: set[int] = set()
    step: Union | None = superior
    while step is not None and step.pk not in seen:
        if step.pk == union.pk:
            return True
        seen.add(step.pk)
        step = step.superior
    return False


def tiers(case: UnionCase) -> Iterator[Problem]:
    """R-ORG-20: an enterprise under any tier above it, a village under its township."""
    union, superior = case.union, case.union.superior
    if superior is None or not case.changed("superior_id", "kind"):
        return
    if superior.kind == UnionKind.OFFICE:  # R-ORG-10 speaks of it
        return
    if superior.kind not in ALLOWED_PARENTS.get(union.kind, ANY_TIER):
        text = _("%(superior)s (%(kind)s) cannot be the superior of a %(own)s.") % {
            "superior": superior.name,
            "kind": superior.get_kind_display(),
            "own": union.get_kind_display(),
        }
        structural = union.kind in (UnionKind.COUNTY, UnionKind.TOWNSHIP)
        if structural:
            yield from case.refusal("R-ORG-20", "superior", text)
        else:
            yield from case.finding("R-ORG-20", "superior", text, otherwise=None)


def office_union(case: UnionCase) -> Iterator[Problem]:
    """R-ORG-10: the office's own union does not stand in for the township's union."""
    union, superior = case.union, case.union.superior
    if union.kind == UnionKind.TOWNSHIP and OFFICE_WORD in union.name and case.changed("name"):
        text = _(
            "By its name this is the union of the government office itself; it cannot be "
            "recorded as the union of the township."
        )
        yield from case.finding("R-ORG-10", "name", text, otherwise=Kind.WARNING)
    if superior and superior.kind == UnionKind.OFFICE and case.changed("superior_id"):
        text = _(
            "%(name)s is the union of a government office; it cannot lead other unions. "
            "Choose the township union."
        ) % {"name": superior.name}
        yield from case.finding("R-ORG-10", "superior", text, otherwise=Kind.WARNING)


def has_subordinates(case: UnionCase) -> Iterator[Problem]:
    """R-ORG-11: a township union without any grassroots union is an empty shell."""
    if case.union.leads_township and case.fails("R-ORG-11", child_count=case.subordinates):
        text = _("No grassroots union belongs to %(name)s yet.") % {"name": case.union.name}
        yield from case.finding("R-ORG-11", "", text, otherwise=None)


def place_of_superior(case: UnionCase) -> Iterator[Problem]:
    """R-ORG-13: a union in one township led by the union of another should be looked into."""
    union, superior = case.union, case.union.superior
    if superior is None or superior.township_id is None or union.township_id is None:
        return
    if union.township_id != superior.township_id and case.changed("superior_id", "township_id"):
        text = _("The union lies in %(place)s, its superior in another township. Please check.")
        place = {"place": case.place.name}
        yield from case.finding("R-ORG-13", "superior", text % place, otherwise=Kind.REPORT)


def units(case: UnionCase) -> Iterator[Problem]:
    """R-ORG-16: a joint union has two units or more; a union of its own has one.

    A union that is still being prepared may be incomplete.
    """
    union, number = case.union, case.units
    if number is None or union.status != UnionStatus.ACTIVE:
        return
    if union.kind == UnionKind.OWN and number != 1:
        text = _("A union of its own covers exactly one employer, here there are %(n)s.")
        yield Problem("R-ORG-16", text % {"n": number}, "employers", blocking=True)
    if union.kind == UnionKind.OFFICE and number > 1:
        text = _("The union of an office covers its own office only, here there are %(n)s.")
        yield Problem("R-ORG-16", text % {"n": number}, "employers", blocking=True)
    if union.kind == UnionKind.JOINT and number < joint_minimum(case):
        text = _("A joint union has %(least)s different employers or more, here there are %(n)s.")
        numbers = {"least": joint_minimum(case), "n": number}
        yield from case.refusal("R-ORG-16", "employers", text % numbers)


def unit_problems(union: Union, number: int, on: date) -> list[Problem]:
    """What R-ORG-16 has against a recorded union covering so many employers from the day `on`."""
    case = make_case(union=union, stored=union, on=on, units=number)
    return [problem for problem in units(case) if problem.blocking]


def joint_minimum(case: UnionCase) -> int:
    """The least number of units of a joint union at the place."""
    found = case.book.in_force("R-ORG-16", place_of_division(case.place), case.on)
    numbers = [int(str(p.parameters.get("joint_unit_count", JOINT_MINIMUM))) for p in found]
    return max([JOINT_MINIMUM, *numbers])


def own_union_due(case: UnionCase) -> Iterator[Problem]:
    """R-ORG-15: from so many members on, a unit has a union of its own instead of a joint one."""
    if case.union.kind != UnionKind.JOINT or case.unit_members is None:
        return
    values = {"member_count": case.unit_members, "union_kind": "joint"}
    place = place_of_division(case.place)
    for verdict in case.book.verdicts("R-ORG-15", place=place, on=case.on, measures=values):
        if verdict.met is False:
            text = _("One unit has %(n)s members here; it should have a union of its own.")
            basis = f"{verdict.document} {verdict.clause}"
            yield Problem("R-ORG-15", text % {"n": case.unit_members}, "employers", basis)


def subtype_of_joint(case: UnionCase) -> Iterator[Problem]:
    """R-ORG-19: 楼宇, 园区, 商圈 and 市场 are sorts of joint unions."""
    union = case.union
    if union.subtype and union.kind != UnionKind.JOINT:
        text = _("Only a joint union has a subtype. Leave it empty.")
        yield from case.refusal("R-ORG-19", "subtype", text)


def name_agrees(case: UnionCase) -> Iterator[Problem]:
    """R-NAM-05: the name ends as the form says; 总工会 is for general unions only."""
    union = case.union
    recorded = {"name": union.name, "org_kind": union.kind, "form": union.form or None}
    if not case.fails("R-NAM-05", **recorded):
        return
    if union.kind == UnionKind.TOWNSHIP:
        text = _("The name of this form normally ends with “%(ending)s”.")
        ending = FORM_ENDINGS[union.form]
    else:
        text = _("Only general unions are called “%(ending)s”.")
        ending = FORM_ENDINGS[UnionForm.GENERAL]
    yield from case.finding("R-NAM-05", "name", text % {"ending": ending}, otherwise=None)


LOOKS: tuple[Callable[[UnionCase], Iterator[Problem]], ...] = (
    days_have_come,
    form_conditions,
    approval_complete,
    one_organisation,
    dispatched_body,
    committees,
    tree,
    tiers,
    office_union,
    has_subordinates,
    place_of_superior,
    units,
    own_union_due,
    subtype_of_joint,
    name_agrees,
)
