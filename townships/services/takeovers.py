"""Taking employers over from other unions: where one may, and when enough of them stay there."""

import datetime
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

from django.utils.translation import gettext as _

from townships.choices import UnionKind
from townships.models import Union, UnionEmployer
from townships.rules import unit_problems
from unionreg.refusals import Refused

_PERMISSION_OF = {UnionKind.COUNTY: "union", UnionKind.TOWNSHIP: "townshipunion"}


def check_takeover(
    rows: Collection[UnionEmployer], *, move: bool, user: Any, on: datetime.date
) -> None:
    """Raise Refused unless the employers of these open rows may leave their unions on the day.

    That is: the user wants it (`move`), may change each of these unions, and each keeps as many
    employers as its kind asks for (R-ORG-16). A union outside his places is not named.
    """
    if not rows:
        return
    if not move:
        refused = [_is_covered(row, user) for row in rows]
    else:
        refused = [_outside(row) for row in rows if not _may(user, "change", row.union)]
        refused = refused or list(_left_behind(rows, on))
    if refused:
        raise Refused({"employers": refused})


def _may(user: Any, action: str, union: Union) -> bool:
    """By role and place; no user stands for the program itself."""
    model = _PERMISSION_OF.get(UnionKind(union.kind), "grassrootsunion")
    return user is None or bool(user.has_perm(f"townships.{action}_{model}", union))


def _is_covered(row: UnionEmployer, user: Any) -> str:
    if not _may(user, "view", row.union):
        return _outside(row)
    text = _("%(employer)s is covered by %(union)s already.")
    return text % {"employer": row.employer.name, "union": row.union.name}


def _outside(row: UnionEmployer) -> str:
    text = _(
        "%(employer)s is covered by a union outside your places. "
        "Ask the county federation to move it."
    )
    return text % {"employer": row.employer.name}


def _left_behind(rows: Collection[UnionEmployer], on: datetime.date) -> Iterator[str]:
    """What each losing union would lack with the employers that remain."""
    unions = {row.union_id: row.union for row in rows}
    for key, going in sorted(Counter(row.union_id for row in rows).items()):
        union = unions[key]
        covered = UnionEmployer.objects.in_county(union.county_code).filter(
            union_id=key, valid_to__isnull=True
        )
        for problem in unit_problems(union, covered.count() - going, on):
            text = _(
                "%(union)s cannot give up so many employers: %(reason)s "
                "Dissolve or merge it, or leave it another employer."
            )
            yield text % {"union": union.name, "reason": problem.message}
