"""Which schemes there are for a place, and what comes of one."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from funding.models import Scheme
from funding.schemes.calculating import calculate
from funding.schemes.checks import problems
from funding.schemes.results import Result
from funding.selectors.figures import Cut, figures, is_month_end, last_day
from policies.choices import State
from policies.selectors import load_book
from townships.models import Division
from townships.selectors.places import CountyPlace
from unionreg.refusals import Refused

FIRST_YEAR = 2000


def readable(user: Any, permission: str = "funding.view_scheme") -> QuerySet[Scheme]:
    """Released schemes of all places, and the drafts of offices inside the user's places."""
    scope = user.scope_for(permission)
    rows = Scheme.objects.select_related("place", "document", "owner", "author")
    if scope.nationwide:
        return rows
    return rows.filter(~Q(state=State.DRAFT) | Q(owner__in=sorted(scope.counties)))


def usable_in(county: Division, on: date) -> QuerySet[Scheme]:
    """The schemes that hold in a county on a day: of its own or of a place above."""
    places = [place.key for place in county.chain()]
    rows = Scheme.objects.filter(place__in=places, state__in=[State.RELEASED, State.SUPERSEDED])
    rows = rows.filter(valid_from__lte=on).exclude(valid_to__lt=on)
    return rows.select_related("place", "document")


def cut_of(year: int, as_of: date | None) -> Cut:
    """The day whose numbers count. Raises Refused for a year or day that has none."""
    if not FIRST_YEAR <= year <= timezone.localdate().year:
        text = _("There are no numbers for %(year)s. Choose a year from %(first)s until now.")
        raise Refused(text % {"year": year, "first": FIRST_YEAR})
    day = as_of or last_day(year)
    if day.year != year or day > last_day(year):
        text = _(
            "There are no numbers for %(year)s on %(day)s. Choose a day of the year that has been."
        )
        raise Refused(text % {"year": year, "day": day.isoformat()})
    if not is_month_end(day):
        text = _("Counts are kept for the end of each month and for today, not for %(day)s.")
        raise Refused(text % {"day": day.isoformat()})
    return Cut(year, day)


def work_out(
    scheme: Scheme, place: CountyPlace, cut: Cut, *, draft: bool = False, parts: Any = None
) -> Result:
    """What the scheme gives every township of the county.

    `draft` lets an office look at what it is still writing; `parts` are those of a form that is
    not saved yet. Raises Refused for a scheme of another place, one that is not in force on the
    day, one without a base and one with a number outside its bounds.
    """
    rows = list(scheme.parts.all()) if parts is None else list(parts)
    _check_place(scheme, place)
    if not draft:
        _check_force(scheme, cut.as_of)
    if wrong := problems(rows):
        raise Refused(wrong)
    book = load_book(*{part.rule for part in rows if part.rule} or {"R-FND-09"})
    lines = calculate(rows, figures(place, cut), on=cut.as_of, book=book, document=scheme.basis)
    division = place.division
    return Result(scheme.key, scheme.title, division.key, division.name, cut.year, cut.as_of, lines)


def _check_place(scheme: Scheme, place: CountyPlace) -> None:
    if scheme.place_id not in {one.key for one in place.division.chain()}:
        text = _("“%(scheme)s” holds in %(there)s only. Copy it into a scheme of %(here)s first.")
        named = {"scheme": scheme, "there": scheme.place.name, "here": place.title}
        raise Refused(text % named)


def _check_force(scheme: Scheme, day: date) -> None:
    if scheme.state == State.DRAFT:
        text = _("“%(scheme)s” is a draft. Somebody other than its author has to release it first.")
        raise Refused(text % {"scheme": scheme})
    if scheme.state == State.WITHDRAWN or not scheme.holds_on(day):
        last = scheme.valid_to.isoformat() if scheme.valid_to else _("without an end")
        text = _("“%(scheme)s” is not in force on %(day)s: it holds from %(first)s, %(last)s.")
        named = {"scheme": scheme, "day": day.isoformat(), "last": last}
        raise Refused(text % {**named, "first": scheme.valid_from.isoformat()})
