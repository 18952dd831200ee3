"""Who sits where: posts by body, and the seats of the committee by whom they stand for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cadres.choices import LEADERS, SEATS, Body, PartyRole, SeatCategory
from cadres.models import Appointment, OrganisationBody
from townships.models import Union

SHOWN_MEMBERS = 12
# Class of a seat in the drawing, by whom it stands for.
_CLASSES = {
    SeatCategory.UNION_HEAD: "c1",
    SeatCategory.DELEGATE: "c1",
    SeatCategory.CADRE: "c1",
    SeatCategory.FRONT_LINE: "c2",
    SeatCategory.GOVERNMENT: "c3",
    SeatCategory.OTHER_SIDE: "c3",
}
_GROUPS = (
    ("c1", _("heads and cadres of unions")),
    ("c2", _("front-line members")),
    ("c3", _("other sides concerned")),
    ("c0", _("category not recorded")),
    ("v", _("vacant")),
)
PITCH, SEAT = 18, 15


@dataclass(frozen=True)
class Seat:
    """One seat of the drawing."""

    x: int
    style: str


@dataclass(frozen=True)
class Seats:
    """The seats of a committee side by side, and the key to the drawing."""

    places: list[Seat]
    width: int
    groups: list[tuple[str, Any, int]]
    size: int | None
    filled: int


def seats_of(posts: Iterable[Appointment], size: int | None) -> Seats:
    """Filled seats by category, then the vacant ones where the number of seats is recorded."""
    held = [p for p in posts if p.body == Body.COMMITTEE and p.post in SEATS]
    styles = sorted(_CLASSES.get(p.category, "c0") for p in held)  # type: ignore[call-overload]
    styles = [s for s in styles if s != "c0"] + [s for s in styles if s == "c0"]
    vacant = max((size or 0) - len(held), 0)
    styles += ["v"] * vacant
    groups = [(style, label, styles.count(style)) for style, label in _GROUPS]
    return Seats(
        [Seat(1 + number * PITCH, style) for number, style in enumerate(styles)],
        max(len(styles), 20) * PITCH,
        [group for group in groups if group[2]],
        size,
        len(held),
    )


@dataclass(frozen=True)
class BodyCard:
    """A body with the day of its founding (None: not recorded) and those who sit on it."""

    kind: str
    label: Any
    founded: Any
    recorded: bool
    people: list[Appointment]
    pk: int | None = None


def bodies(
    union: Union, posts: list[Appointment], others: Iterable[OrganisationBody]
) -> list[BodyCard]:
    """Audit and women workers' committee, then every other body that is recorded or has people."""
    by_body: dict[str, list[Appointment]] = {}
    for post in posts:
        by_body.setdefault(post.body, []).append(post)
    founded = {row.kind: row for row in others}
    days = {Body.AUDIT: union.audit_committee_on, Body.WOMEN: union.women_committee_on}
    found = [_own(kind, day, by_body) for kind, day in days.items()]
    rest = (k for k in Body.values if k not in (*days, Body.COMMITTEE))
    for kind in rest:
        if kind in founded or kind in by_body:
            row = founded.get(kind)
            card = BodyCard(
                kind,
                Body(kind).label,
                row.founded_on if row else None,
                row is not None,
                by_body.get(kind, []),
                row.pk if row else None,
            )
            found.append(card)
    return found


def _own(kind: Body, day: Any, by_body: dict[str, list[Appointment]]) -> BodyCard:
    return BodyCard(kind, kind.label, day, day is not None, by_body.get(kind, []))


def told(post: Appointment) -> str:
    """Whom somebody stands for, what else he is, and since when."""
    role = post.get_party_role_display() if post.party_role != PartyRole.NONE else ""
    since = gettext("since %(day)s") % {"day": post.valid_from.isoformat()}
    words = (str(post.represents or ""), role, post.concurrent_post, since)
    return gettext(", ").join(dict.fromkeys(word for word in words if word))


def officers(posts: Iterable[Appointment]) -> list[Appointment]:
    """Chair and vice-chairs, and who else works for the committee: organisers and officers."""
    own = [p for p in posts if p.body == Body.COMMITTEE]
    return [p for p in own if p.post in LEADERS or p.post not in SEATS]


def by_category(posts: Iterable[Appointment]) -> list[tuple[Any, list[Appointment]]]:
    """Members by whom they sit for, in the order of the code list; the last: not recorded."""
    labels = {**dict(SeatCategory.choices), "": _("category not recorded")}
    found: dict[str, list[Appointment]] = {value: [] for value in labels}
    for post in posts:
        found[post.category].append(post)
    return [(labels[value], group) for value, group in found.items() if group]


def members(posts: Iterable[Appointment]) -> list[Appointment]:
    """The other members of the committee."""
    own = (p for p in posts if p.body == Body.COMMITTEE)
    return [p for p in own if p.post in SEATS and p.post not in LEADERS]
