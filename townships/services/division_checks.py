"""What a corrected or renumbered division must not be: each check raises Refused."""

import datetime

from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.scope import Scope, scope_of
from townships.choices import OPEN_STATUSES, EmployerStatus, Level
from townships.models import Division, Employer, FormerDivisionCode, TownshipSummary, Union
from townships.services.common import today_or
from unionreg.refusals import Refused

# GB 2260, the first list of these codes, is of 1980.
FIRST_CODES = datetime.date(1980, 1, 1)


def check_new(division: Division) -> None:
    """The code of a new division begins with that of its parent and never was another's."""
    check_beginning(division.code, division.parent)
    known = Division.objects.filter(key=division.code).first()
    if known:
        raise Refused({"code": _belonged(division.code, known)})
    refuse_taken([division.code], [])


def check_code(division: Division, code: str) -> None:
    """A new code has the digits of the level and the beginning of the parent."""
    if len(code) != division.level or not (code.isascii() and code.isdigit()):
        text = _("A code of this level has %(n)s digits.") % {"n": division.level}
        raise Refused({"code": text})
    if code == division.code:
        raise Refused({"code": _("This is the code it has already.")})
    check_beginning(code, division.parent)


def check_beginning(code: str, parent: Division | None) -> None:
    """The code begins with that of the parent."""
    if parent and not code.startswith(parent.code):
        text = _("The code begins with that of %(place)s, %(code)s.")
        raise Refused({"code": text % {"place": parent.name, "code": parent.code}})


def refuse_taken(codes: list[str], own: list[Division]) -> None:
    """None of the codes is or was that of a place other than `own`."""
    keys = [division.pk for division in own]
    taken = Division.objects.filter(code__in=codes).exclude(pk__in=keys).first()
    if taken:
        text = _("The code %(code)s belongs to %(place)s.")
        raise Refused({"code": text % {"code": taken.code, "place": taken.name}})
    former = FormerDivisionCode.objects.filter(code__in=codes).exclude(division__in=keys)
    if known := former.select_related("division").first():
        raise Refused({"code": _belonged(known.code, known.division)})


def _belonged(code: str, place: Division) -> str:
    text = _("The code %(code)s belonged to %(place)s before.")
    return text % {"code": code, "place": place.name}


def check_first_day(division: Division, day: datetime.date) -> None:
    """The first day of a new code has come, and lies after the beginning of the present one."""
    today_or(day, "changed_on")
    ends = [row.valid_to for row in division.former_codes.all() if row.valid_to]
    begun = max(FIRST_CODES, division.valid_from or FIRST_CODES, *ends)
    if day <= begun:
        text = _("The present code is younger than this. Choose a day after %(day)s.")
        raise Refused({"changed_on": text % {"day": begun.isoformat()}})


def check_former_code(code: str, key: str) -> None:
    """A former code of the division `key` is not that of another place today."""
    place = Division.objects.filter(code=code).exclude(pk=key).first()
    if place:
        text = _(
            "This is the code of %(place)s today. If that place was merged into this one, "
            "say so on its own page."
        )
        raise Refused({"code": text % {"place": place.name}})


def check_end(division: Division, stored: Division | None) -> None:
    """An end has come, and what is still open in the place has somewhere to go."""
    before = (stored.valid_to, stored.successor_id) if stored else (None, None)
    if division.valid_to is None or (division.valid_to, division.successor_id) == before:
        return
    today_or(division.valid_to, "valid_to")
    if stored and division.successor_id is None:
        _refuse_left_alone(stored)


def _refuse_left_alone(division: Division) -> None:
    scope = scope_of([division])
    unions = Union.objects.within(scope).filter(status__in=OPEN_STATUSES)
    employers = Employer.objects.within(scope).filter(status=EmployerStatus.OPEN)
    # villages keep nothing that would be lost
    places = division.children.filter(valid_to=None, level__lte=Level.TOWNSHIP)
    numbers = (
        (_("%(n)s unions"), unions.count()),
        (_("%(n)s members"), _members(scope)),
        (_("%(n)s employers"), employers.count()),
        (_("%(n)s places below it"), places.count()),
    )
    left = [words % {"n": number} for words, number in numbers if number]
    if left:
        text = _(
            "Still here: %(left)s. Say which place it was merged into, or close or end them first."
        )
        raise Refused({"successor": text % {"left": _(", ").join(left)}})


def _members(scope: Scope) -> int:
    rows = TownshipSummary.objects.within(scope)
    return rows.aggregate(number=Sum("members"))["number"] or 0
