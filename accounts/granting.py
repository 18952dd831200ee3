"""Who may manage which accounts and give which roles.

A system administrator manages the accounts whose every assignment lies inside his own places. He
gives roles inside these places only, and never to himself: the right to see ID numbers in full,
which he does not have, would otherwise be his for the asking.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.models import Assignment, User
from accounts.permissions import role_allows
from townships.choices import Level
from townships.models import Division

MANAGE = "accounts.change_user"

# The level of place on which a role works; an auditor or system administrator on any.
LEVELS = {
    Role.PROVINCE: Level.PROVINCE,
    Role.CITY: Level.CITY,
    Role.COUNTY: Level.COUNTY,
    Role.CHAIR: Level.TOWNSHIP,
}

Grant = tuple[str, Division | None]


def own_places(actor: Any) -> list[Division] | None:
    """The divisions whose accounts `actor` manages; None means the whole country."""
    if actor.scope_for(MANAGE).nationwide:
        return None
    granted = [each for each in actor.active_assignments if role_allows(each.role, MANAGE)]
    return [each.division for each in granted if each.division]


def lies_inside(division: Division | None, places: list[Division] | None) -> bool:
    """Whether a place is one of `places` or below one of them."""
    if places is None:
        return True
    if division is None:
        return False
    keys = {place.key for place in places}
    return any(place.key in keys for place in division.chain())


def manageable(actor: Any) -> QuerySet[User]:
    """The accounts that `actor` manages; all of them only for the whole country."""
    places = own_places(actor)
    if places is None:
        return User.objects.all()
    inside = Q(pk__in=[])
    for place in places:
        inside |= Q(division__code__startswith=place.code)
    own = Assignment.objects.filter(user_id=OuterRef("pk"))
    users = User.objects.filter(Exists(own), ~Exists(own.exclude(inside)), is_superuser=False)
    return users if places else users.none()


def may_change(actor: Any, user: User) -> bool:
    """Whether `actor` manages this account.

    Nobody manages his own, so one system administrator of the country is always left. The
    superuser, who was made on the server for emergencies, is managed there.
    """
    if user.pk == actor.pk or user.is_superuser:
        return False
    return manageable(actor).filter(pk=user.pk).exists()


def check_grants(actor: Any, grants: Iterable[Grant]) -> None:
    """Raise ValidationError, one sentence for each role that `actor` may not give like this."""
    wanted = list(grants)
    if not wanted:
        raise ValidationError(_("Give the account at least one role."))
    places = own_places(actor)
    problems = [_problem(role, division, places) for role, division in wanted]
    if len(set(wanted)) < len(wanted):
        problems.append(_("The same role in the same place is enough once."))
    if any(problems):
        raise ValidationError([problem for problem in problems if problem])


def _problem(role: str, division: Division | None, places: list[Division] | None) -> str:
    """What is wrong with a role in a place; empty when nothing is."""
    label = Role(role).label
    if division is None and role != Role.SYSTEM_ADMIN:
        return _("%(role)s: choose the place.") % {"role": label}
    if not lies_inside(division, places):
        return _("%(role)s: choose a place that you look after yourself.") % {"role": label}
    if division is not None and division.level > Level.TOWNSHIP:
        return _("%(role)s: choose a township or something larger.") % {"role": label}
    level = LEVELS.get(Role(role))
    if division is not None and level is not None and division.level != level:
        names = {"role": label, "place": division.name, "level": Level(level).label}
        return _("%(role)s: %(place)s is not of the level “%(level)s”.") % names
    return ""
