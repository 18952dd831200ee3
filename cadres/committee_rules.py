"""Who sits on a committee: seats for lower unions, R-COM-02 (联合制、代表制), R-COM-04."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cadres.cases import PostCase
from cadres.choices import FormationMode, SeatCategory
from cadres.models import Appointment
from policies.engine import Kind
from townships.choices import UnionForm, UnionKind
from townships.models import Union
from townships.problems import Problem

# Who is no head of a lower union but stands for others (有关方面代表).
OTHERS = (SeatCategory.OTHER_SIDE, SeatCategory.GOVERNMENT, SeatCategory.FRONT_LINE)
FROM_BELOW = (SeatCategory.UNION_HEAD, SeatCategory.DELEGATE, SeatCategory.CADRE)


def seat_of_a_lower_union(case: PostCase) -> Iterator[Problem]:
    """A seat is held for a union that the organisation leads or covers on the first day."""
    post = case.post
    if post.represents is None or not case.changed("represents_id", "union_id", "valid_from"):
        return
    if case.facts.led(post, post.represents) or post.represents_id in case.covered:
        return
    if case.of_federation:
        text = _(
            "%(lower)s is neither covered by %(union)s on %(day)s nor one of its own. Record the "
            "coverage first, or leave the union represented empty."
        )
    else:
        text = _(
            "%(lower)s does not belong to %(union)s on %(day)s. Choose a union directly below it, "
            "or leave the union represented empty."
        )
    names = {"lower": post.represents.name, "union": post.union.name, "day": case.on.isoformat()}
    yield Problem("", text % names, "represents", blocking=True)


def united_committee(case: PostCase) -> Iterator[Problem]:
    """R-COM-02: by 联合制 each member heads a union below, or stands for others concerned."""
    post = case.post
    if not (_is_united(post) and case.sits) or post.category in OTHERS:
        return
    if not case.changed("category", "represents_id", "person_id", "term_id", "post"):
        return
    if post.represents is None:
        text = _(
            "The committee was formed by 联合制、代表制. Choose the union below that %(name)s "
            "heads, or say that the seat is for the other side concerned."
        )
        yield from _judged(case, "represents", text % {"name": post.person.name})
        return
    yield from _heads_it(case, post.represents)


def _is_united(post: Appointment) -> bool:
    modes = (FormationMode.UNITED, FormationMode.DELEGATED)
    township = post.union.kind == UnionKind.TOWNSHIP and post.union.form == UnionForm.FEDERATION
    return township and post.term is not None and post.term.formation_mode in modes


def _heads_it(case: PostCase, lower: Union) -> Iterator[Problem]:
    """Whether the person chairs the union on that day, as far as that is recorded."""
    names = {"name": case.post.person.name, "lower": lower.name, "day": case.on.isoformat()}
    chair = case.facts.chair(lower, case.on)
    if chair is not None and chair.person_id == case.post.person_id:
        return
    if chair is not None or case.facts.recorded(lower):
        text = _("%(name)s does not head %(lower)s on %(day)s. Its head takes the seat.")
        yield from _judged(case, "represents", text % names)
    elif lower.chair_name != case.post.person.name:
        text = _("Who heads %(lower)s on %(day)s is not recorded. Record its chair.")
        yield Problem("R-COM-02", text % names, "represents")


def _judged(case: PostCase, field: str, text: str) -> Iterator[Problem]:
    """What the provision of R-COM-02 makes of it."""
    yield from case.finding("R-COM-02", field, text, otherwise=Kind.WARNING)


def committee_is_mixed(case: PostCase) -> Iterator[Problem]:
    """R-COM-04: cadres from below and front-line members sit on the committee of a township."""
    if case.post.union.kind != UnionKind.TOWNSHIP or not case.sits or case.post.valid_to:
        return
    seats = [*case.facts.seated(case.post), case.post]
    text = _("The committee has no cadre of a grassroots union or no front-line member yet.")
    values = {
        "grassroots_cadres": count_known([_from_below(seat) for seat in seats]),
        "front_line_members": count_known([_front_line(seat) for seat in seats]),
    }
    yield from case.judge("R-COM-04", "category", text, **values)


def _from_below(seat: Appointment) -> bool | None:
    return seat.category in FROM_BELOW if seat.category else None


def _front_line(seat: Appointment) -> bool | None:
    if seat.category == SeatCategory.FRONT_LINE:
        return True
    known: bool | None = seat.person.is_front_line
    return known


def count_known(facts: list[bool | None]) -> int | None:
    """How many are true; None (unknown) when none is and one is not recorded."""
    number = facts.count(True)
    return None if not number and None in facts else number
