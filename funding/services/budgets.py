"""Budgets and final accounts: drawn up by one person, frozen by another, never edited after."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from funding import chart
from funding.choices import BudgetKind, BudgetState
from funding.exact import ZERO, exact
from funding.models import Budget, BudgetLine, SubLedger
from funding.selectors.budgets import PLANNING, below, lines_for_federations, sums
from history.choices import Action
from history.services import record, save_record
from townships.models import Union
from townships.services.common import lock_stored, lock_unions
from townships.services.summaries import mark_due
from unionreg.refusals import Refused


class Planned(NamedTuple):
    """An amount in yuan for a category (chart key), for a federation where one is named."""

    account: str
    amount: Decimal
    federation: Union | None = None


@transaction.atomic
def save_budget(
    *,
    budget: Budget,
    lines: Iterable[Planned],
    user: Any,
    expected_version: int | None = None,
) -> Budget:
    """Save a draft with all its lines; a line of 0 yuan is left out.

    A draft after a frozen version is the next version. Raises Refused: frozen, a category that is
    no income or spending, an amount that is none, a federation that is not below the union
    (R-FND-24), a year too far ahead; ValidationError, Conflict.
    """
    union = lock_unions(budget.union.county_code, {budget.union_id})[budget.union_id]
    if union.kind not in PLANNING or not union.is_open:
        raise Refused(_("%(union)s draws up no budget here.") % {"union": union.name})
    _refuse_too_early(budget)
    stored = lock_stored(budget, expected_version)
    if stored is not None and stored.frozen:
        raise Refused(_("This version is frozen. An amendment is a new version."))
    wanted = _checked(lines, union)
    budget.county_code = union.county_code
    budget.author = user if getattr(user, "pk", None) else None
    if stored is None:
        budget.edition = _last_edition(budget) + 1
        _refuse_second_draft(budget)
    before = _told(budget) if stored is not None else {}
    save_record(instance=budget, user=user)
    _write(budget, wanted)
    _note(budget, before, user)
    return budget


def _refuse_too_early(budget: Budget) -> None:
    """A final account is of a year that has begun, a budget of the next one at most."""
    this_year = timezone.localdate().year
    text = _("%(year)s has not begun; there is no final account of it yet.")
    if budget.kind == BudgetKind.BUDGET:
        text = _("%(year)s is too far ahead; a budget is drawn up for the next year at most.")
    if budget.year > this_year + (budget.kind == BudgetKind.BUDGET):
        raise Refused({"year": text % {"year": budget.year}})


def _checked(lines: Iterable[Planned], union: Union) -> list[Planned]:
    allowed = {key for key, _name in chart.choices(chart.BUDGETED)}
    federations = set(below(union).values_list("pk", flat=True))
    found = []
    for line in lines:
        amount = exact(line.amount, line.account, least=ZERO)
        if line.account not in allowed:
            text = _("“%(key)s” is neither income nor spending.")
            raise Refused(text % {"key": chart.name_of(line.account)})
        if line.federation is not None and line.federation.pk not in federations:
            text = _("%(name)s is not directly below %(union)s.")
            raise Refused(text % {"name": line.federation.name, "union": union.name})
        if amount:
            found.append(line._replace(amount=amount))
    return found


def _of_the_year(budget: Budget) -> Any:
    rows = Budget.objects.in_county(budget.county_code)
    return rows.filter(union_id=budget.union_id, year=budget.year, kind=budget.kind)


def _last_edition(budget: Budget) -> int:
    return int(_of_the_year(budget).aggregate(last=Max("edition"))["last"] or 0)


def _refuse_second_draft(budget: Budget) -> None:
    if _of_the_year(budget).filter(state=BudgetState.DRAFT).exists():
        raise Refused(_("There is a draft already. Go on with that one."))


def _write(budget: Budget, lines: list[Planned]) -> None:
    """A draft has exactly these lines; what it had before is in its history."""
    BudgetLine.objects.in_county(budget.county_code).filter(budget_id=budget.pk).delete()
    rows = [
        BudgetLine(county_code=budget.county_code, budget=budget, **line._asdict())
        for line in lines
    ]
    for row in rows:
        row.clean_fields()
    BudgetLine.objects.bulk_create(rows)


def _told(budget: Budget) -> Mapping[str, str]:
    plain = {chart.name_of(key): str(amount) for key, amount in sums(budget).items()}
    rows = lines_for_federations(budget)
    named = {f"{line.name} {line.federation}": str(line.amount) for line in rows}
    return {**plain, **named}


def _note(budget: Budget, before: Mapping[str, str], user: Any) -> None:
    after = _told(budget)
    names = sorted(set(before) | set(after))
    fields = {n: [before.get(n), after.get(n)] for n in names if before.get(n) != after.get(n)}
    if fields:
        record(instance=budget, before=None, user=user, action=Action.CHANGED, fields=fields)


@transaction.atomic
def freeze(*, budget: Budget, user: Any, expected_version: int | None = None) -> Budget:
    """Freeze a draft: it counts from now on, and of a final account the year takes no more entries.

    Raises Refused: frozen already, by whoever drew it up, without any line, a final account of a
    year that still runs; Conflict.
    """
    lock_unions(budget.county_code, {budget.union_id})
    stored = lock_stored(budget, expected_version)
    if stored is None or stored.frozen:
        raise Refused(_("This version is frozen. An amendment is a new version."))
    if stored.author_id is not None and stored.author_id == getattr(user, "pk", None):
        text = _("You drew this up. Somebody else of the office has to look at it and freeze it.")
        raise Refused(text)
    today = timezone.localdate()
    if stored.kind == BudgetKind.FINAL and stored.year >= today.year:
        text = _("%(year)s is not over. Its final account is frozen after the last entry.")
        raise Refused(text % {"year": stored.year})
    if not sums(stored):
        raise Refused(_("Nothing is filled in yet."))
    _wait_for_postings(stored)
    stored.state, stored.frozen_on = BudgetState.FROZEN, today
    stored.frozen_by = user if getattr(user, "pk", None) else None
    save_record(instance=stored, user=user)
    mark_due(county_code=stored.county_code, township_keys=[stored.union.township_id])
    return stored


def _wait_for_postings(budget: Budget) -> None:
    """Hold the books of the union, so that no entry is under way while the year is closed."""
    rows = SubLedger.objects.in_county(budget.county_code).filter(union_id=budget.union_id)
    list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk"))
