"""What the money asks when a union closes, merges or is filled in by form and import."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funding.models import AccountTerm, JournalEntry, SubLedger
from funding.services.accounts import end_accounts
from funding.services.journal import transfer
from townships.cases import UnionCase
from townships.models import Union
from townships.problems import Problem
from townships.services.dependents import EndsWithUnion
from unionreg.refusals import Refused


class BooksOfUnion(EndsWithUnion):
    """Money in the books of a union: it is handed over before the union closes."""

    def count(self, union: Union) -> int:
        """Open books with money in them."""
        return int(_open_books(union).filter(balance__gt=0).count())

    def describe(self, number: int) -> str:
        """In words."""
        text = ngettext("%(n)s sub-ledger with money", "%(n)s sub-ledgers with money", number)
        return text % {"n": number}

    def last_day(self, union: Union) -> date | None:
        """The day of the last entry, or the first day of the present account mode."""
        rows = JournalEntry.objects.in_county(union.county_code)
        entry = rows.filter(sub_ledger__union_id=union.pk).order_by("-on").first()
        terms = AccountTerm.objects.in_county(union.county_code).filter(union_id=union.pk)
        term = terms.order_by("-valid_from").first()
        days = [entry.on if entry else None, term.valid_from if term else None]
        return max((day for day in days if day is not None), default=None)

    def move_all(self, *, from_union: Union, to_union: Union, on: date, user: Any) -> None:
        """A merger: the money goes to the books of the other union. Raises Refused without any."""
        source = _open_books(from_union).filter(balance__gt=0).first()
        if source is None:
            return
        target = _open_books(to_union).first()
        if target is None:
            text = _("%(union)s has no books yet. Record how its account is kept first.")
            raise Refused(text % {"union": to_union.name})
        text = _("merger: from %(name)s") % {"name": from_union.name}
        transfer(source=source, target=target, amount=source.balance, on=on, text=text, user=user)

    def close(self, *, union: Union, on: date, user: Any) -> None:
        """The account mode and the empty books end with the union."""
        end_accounts(union=union, on=on, user=user)

    def relocate(self, *, county_code: str, union_ids: list[int], township_key: str | None) -> None:
        """The books find their township by way of the union."""


def _open_books(union: Union) -> Any:
    rows = SubLedger.objects.in_county(union.county_code).select_related("union")
    return rows.filter(union_id=union.pk, closed_on__isnull=True)


def dated_account_mode(case: UnionCase) -> Iterator[Problem]:
    """Once an account mode is recorded with dates, form and import leave it to that record."""
    stored = case.stored
    if stored is None or not case.changed("account_mode"):
        return
    rows = AccountTerm.objects.in_county(stored.county_code)
    if rows.filter(union_id=stored.pk, valid_to__isnull=True).exists():
        text = _(
            "How the account of %(union)s is kept is recorded with dates. Change it under "
            "“Accounts and ledgers”, with the day on which it changed."
        )
        words = {"union": stored.name}
        yield Problem("R-FIN-03", text % words, "account_mode", blocking=True)
