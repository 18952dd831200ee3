"""Who the leaders are, in numbers: what no document makes a duty but reports ask for.

R-CAD-02 rank, R-CAD-03 deputy secretary as chair, R-CAD-09 staff, R-CAD-16 establishment,
R-CAD-20 numbers, R-ELG-05 and R-ELG-06 party members among chairs.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from cadres.choices import PARTY_COMMITTEE, AppointmentType, Body, PartyRole, Post, Rank
from cadres.models import Appointment
from cadres.selectors.posts import on_day
from cadres.selectors.rosters import Held, Roster
from members.choices import PoliticalStatus
from townships.choices import UnionKind

PARTY = (PoliticalStatus.CPC_MEMBER, PoliticalStatus.CPC_PROBATIONARY)
Test = Callable[[Held], bool | None]


@dataclass(frozen=True)
class Share:
    """A number of people of whom something is so; `unknown`: of whom nobody recorded it."""

    label: str
    number: int
    of: int
    unknown: int = 0
    basis: str = ""


def shares(rosters: Iterable[Roster]) -> list[Share]:
    """The numbers of township unions."""
    held = [one for roster in rosters for one in roster.held]
    chairs = [one for one in held if one.leads and one.post == Post.CHAIR]
    vices = [one for one in held if one.leads and one.post == Post.VICE_CHAIR]
    full = [one for one in vices if one.kind == AppointmentType.FULLTIME]
    people = {one.person_id: one for one in held if one.leads or one.post == Post.OFFICER}
    return [
        _share(_("Full-time chairs"), chairs, _serves, "R-CAD-20"),
        _share(_("Deputy party secretary as chair"), chairs, _deputy, "R-CAD-03, R-CAD-20"),
        _share(_("Chairs with the rank of a deputy head"), chairs, _deputy_head, "R-CAD-02"),
        _share(_("Full-time vice-chairs with mid-level rank"), full, _mid_head, "R-CAD-02"),
        _share(_("Cadres who serve full-time"), people.values(), _serves, "R-CAD-09, R-CAD-20"),
        _share(_("Cadres on the establishment"), people.values(), _established, "R-CAD-16"),
    ]


def _share(label: str, people: Iterable[Held], test: Test, basis: str) -> Share:
    answers = [test(one) for one in people]
    return Share(label, answers.count(True), len(answers), answers.count(None), basis)


def _serves(one: Held) -> bool | None:
    return one.kind == AppointmentType.FULLTIME if one.kind else None


def _deputy(one: Held) -> bool | None:
    return one.party_role == PartyRole.DEPUTY_SECRETARY if one.party_role else None


def _deputy_head(one: Held) -> bool | None:
    return one.rank == Rank.DEPUTY_HEAD if one.rank else None


def _mid_head(one: Held) -> bool | None:
    return one.rank == Rank.MID_HEAD if one.rank else None


def _established(one: Held) -> bool | None:
    return one.on_establishment


def party_shares(county_codes: Collection[str], on: date) -> list[Share]:
    """Party members among chairs, and how many of them sit on the party committee; one query."""
    chairs = Appointment.objects.filter(
        on_day(on), county_code__in=county_codes, body=Body.COMMITTEE, post=Post.CHAIR
    )
    member = Q(person__political_status__in=PARTY)
    inside = member & Q(party_role__in=PARTY_COMMITTEE)
    rows: Any = chairs.order_by().values_list("union__kind")
    counted = rows.annotate(
        members=Count("pk", filter=member),
        inside=Count("pk", filter=inside),
        open=Count("pk", filter=member & Q(party_role="")),
    )
    found = {kind: numbers for kind, *numbers in counted}
    wanted = (
        (UnionKind.TOWNSHIP, _("Party-member chairs of townships on the party committee")),
        (UnionKind.OWN, _("Party-member chairs of units in the party leadership")),
    )
    rules = {UnionKind.TOWNSHIP: "R-ELG-05", UnionKind.OWN: "R-ELG-06"}
    return [
        Share(label, inside_, members, open_, rules[kind])
        for kind, label in wanted
        for members, inside_, open_ in [found.get(kind, (0, 0, 0))]
    ]
