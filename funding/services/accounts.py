"""How the account of a union is kept, dated; the books follow and so does the union's record."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from funding.choices import BookMode
from funding.models import AccountTerm, Ledger, SubLedger
from funding.selectors.books import entries_of
from funding.services.journal import Posting, post
from history.services import lock, save_record
from policies.engine import Kind
from policies.selectors import citation, load_book, place_of_division
from townships.choices import UnionKind
from townships.models import Division, Union
from townships.problems import Problem, Saved, refuse
from townships.services.common import ONE_DAY, lock_unions, today_or
from townships.services.summaries import mark_due
from unionreg.refusals import Refused

# Who may run a centre: 乡镇（街道）工会, and the county federation where it does it for them.
CENTRES = (UnionKind.COUNTY, UnionKind.TOWNSHIP)
# Book mode → what the rules of the accounts (R-FIN-02 … 04) call it.
ACCOUNTING = {
    BookMode.OWN: "independent",
    BookMode.CUSTODY: "custody",
    BookMode.CENTRE: "central",
}


@dataclass(frozen=True)
class Bank:
    """What is known of the bank account and its roles (R-FND-28, R-FND-29)."""

    bank_name: str = ""
    account_no: str = ""
    account_owner: str = ""
    account_user: str = ""
    reimbursed: bool = False


@transaction.atomic
def begin_account_mode(
    *,
    union: Union,
    mode: str,
    on: date,
    user: Any,
    custodian: Union | None = None,
    bank: Bank | None = None,
    reason: str = "",
) -> Saved[AccountTerm]:
    """Let the account of a union be kept in a mode from a day on; what held before ends.

    The money in the former books is handed over by two entries. Raises Refused: a day to come, a
    mode that holds already or begins before the last one, a custodian that is not the federation
    of the union's county (R-FIN-03), an own bank account beside custody. The notices are
    R-FIN-02 and R-FIN-04.
    """
    today_or(on, "valid_from")
    keeper = custodian if mode != BookMode.OWN else None
    ids = {union.pk, *([keeper.pk] if keeper is not None else [])}
    union = lock_unions(union.county_code, ids).get(union.pk) or union
    if not union.is_open:
        raise Refused(_("This union is closed. Its record stays as it was."))
    if union.founded_on and on < union.founded_on:
        text = _("%(union)s was founded on %(day)s. Choose that day or a later one.")
        words = {"union": union.name, "day": union.founded_on.isoformat()}
        raise Refused({"valid_from": text % words})
    given = bank or Bank()
    notices = refuse(_problems(union, mode, keeper, given, on))
    former = _former(union, mode, keeper, on)
    if former is not None:
        _end(former, on - ONE_DAY, user, reason)
    book = _book(union, mode, keeper, on, user, former)
    term = AccountTerm(
        county_code=union.county_code,
        union=union,
        mode=mode,
        custodian=keeper,
        sub_ledger=book,
        valid_from=on,
        **vars(given),
    )
    save_record(instance=term, user=user, reason=reason)
    _repeat(union, mode, user, reason)
    return Saved(term, notices)


def _former(union: Union, mode: str, keeper: Union | None, on: date) -> AccountTerm | None:
    """The mode that ends. Raises Refused where the new one would overlap or change nothing."""
    rows = AccountTerm.objects.in_county(union.county_code).filter(union_id=union.pk)
    last = rows.order_by("-valid_from").first()
    if last is None:
        return None
    if last.valid_to is None and last.mode == mode and last.custodian_id == _key(keeper):
        raise Refused({"mode": _("This mode holds already. Correct its bank account instead.")})
    ends = last.valid_to or last.valid_from
    if on <= ends:
        text = _(
            "%(mode)s holds from %(day)s on; two modes at once are not possible. "
            "Choose a later day."
        )
        words = {"mode": last.get_mode_display(), "day": last.valid_from.isoformat()}
        raise Refused({"valid_from": text % words})
    return last if last.valid_to is None else None


def _end(former: AccountTerm, on: date, user: Any, reason: str = "") -> None:
    former.valid_to = on
    save_record(instance=former, user=user, reason=reason)


def _key(union: Union | None) -> int | None:
    return union.pk if union is not None else None


def _problems(union: Union, mode: str, keeper: Union | None, bank: Bank, on: date) -> list[Problem]:
    """What the documents say of the mode (R-FIN-02, R-FIN-03, R-FIN-04)."""
    place = Division.objects.with_chain().get(pk=union.township_id or union.county_code)
    found = list(_keepers(union, mode, keeper, bank, place, on))
    values = {"accounting_mode": ACCOUNTING[BookMode(mode)], "legal_person": union.is_legal_person}
    book = load_book("R-FIN-02", "R-FIN-04")
    text = _("The documents ask for an own bank account and independent accounting here.")
    for rule, names in (
        ("R-FIN-02", ("legal_person", "accounting_mode")),
        ("R-FIN-04", ("accounting_mode",)),
    ):
        asked = {name: values[name] for name in names}
        for verdict in book.verdicts(rule, place=place_of_division(place), on=on, measures=asked):
            if verdict.met is False:
                basis = f"{verdict.document} {verdict.clause}"
                found.append(Problem(rule, text, "mode", basis, verdict.kind is Kind.HARD_BLOCK))
    return found


def _keepers(
    union: Union, mode: str, keeper: Union | None, bank: Bank, place: Division, on: date
) -> Any:
    """R-FIN-03: custody is with the federation of the union's own county, without an account."""
    basis = str(citation("R-FIN-03", division=place, on=on) or "")
    if mode == BookMode.OWN:
        return
    if keeper is None:
        yield _refusal(_("Say who keeps the money of the union."), "")
        return
    own = keeper.county_code == union.county_code
    if mode == BookMode.CUSTODY and not (own and keeper.kind == UnionKind.COUNTY):
        text = _(
            "%(keeper)s is not the federation of the county in which %(union)s lies. "
            "Only that one keeps its money; choose it, or another mode."
        )
        yield _refusal(text % {"keeper": keeper.name, "union": union.name}, basis)
    if mode == BookMode.CENTRE and (not own or keeper.kind not in CENTRES):
        text = _("A centre is run by a township union or the county federation; choose one.")
        yield _refusal(text, str(citation("R-FIN-05", division=place, on=on) or ""))
    if mode == BookMode.CUSTODY and bank.account_no:
        text = _(
            "An own bank account beside custody would be two modes at once. Leave the account "
            "number empty, or choose the own account."
        )
        yield _refusal(text, basis, "account_no")


def _refusal(text: str, basis: str, field: str = "custodian") -> Problem:
    return Problem("R-FIN-03", text, field, basis, blocking=True)


def _book(
    union: Union,
    mode: str,
    keeper: Union | None,
    on: date,
    user: Any,
    former: AccountTerm | None,
) -> SubLedger:
    """The new books, with the money of the former ones."""
    old = lock(former.sub_ledger) if former is not None else None
    if old is not None:
        _refuse_later_entries(old, on)
    ledger = _ledger(keeper or union, mode, on, user)
    new = SubLedger(county_code=union.county_code, ledger=ledger, union=union, opened_on=on)
    if former is None or old is None:
        return save_record(instance=new, user=user)
    return _hand_over(old, new, on, user)


def _refuse_later_entries(book: SubLedger, on: date) -> None:
    last = entries_of(book).order_by("-on").first()
    if last is not None and last.on >= on:
        text = _("The books have an entry of %(day)s. Choose a later day.")
        raise Refused({"valid_from": text % {"day": last.on.isoformat()}})


def _hand_over(old: SubLedger, new: SubLedger, on: date, user: Any) -> SubLedger:
    """Close the old books on the day before and open the new ones with their money."""
    amount, text = old.balance, _("handed over to the new books of the union")
    if amount:
        out = [Posting("surplus", "bank", amount)]
        post(sub_ledger=old, on=on - ONE_DAY, lines=out, text=text, user=user)
    close_book(book=old, on=on - ONE_DAY, user=user)
    save_record(instance=new, user=user)
    if amount:
        into = [Posting("bank", "surplus", amount)]
        post(sub_ledger=new, on=on, lines=into, text=text, user=user)
    return new


def close_book(*, book: SubLedger, on: date, user: Any) -> SubLedger:
    """Close books with their last day. Raises ValidationError while money is in them."""
    stored = lock(book)
    stored.closed_on = on
    return save_record(instance=stored, user=user)


def _ledger(owner: Union, mode: str, on: date, user: Any) -> Ledger:
    rows = Ledger.objects.in_county(owner.county_code).filter(owner_id=owner.pk, mode=mode)
    found = rows.first()
    if found is not None:
        return found
    made = Ledger(county_code=owner.county_code, owner=owner, mode=mode, opened_on=on)
    return save_record(instance=made, user=user)


def _repeat(union: Union, mode: str, user: Any, reason: str) -> None:
    """`Union.account_mode` says what holds today; the dated row is the truth behind it."""
    if union.account_mode != mode:
        union.account_mode = mode
        save_record(instance=union, user=user, reason=reason)
    mark_due(county_code=union.county_code, township_keys=[union.township_id])


@transaction.atomic
def correct_bank(
    *, term: AccountTerm, bank: Bank, user: Any, expected_version: int | None = None
) -> AccountTerm:
    """Correct bank, number and roles of a mode. Raises Refused as the beginning does, Conflict."""
    union = term.union
    place = Division.objects.with_chain().get(pk=union.township_id or union.county_code)
    refuse(_keepers(union, term.mode, term.custodian, bank, place, term.valid_from))
    for name, value in vars(bank).items():
        setattr(term, name, value)
    save_record(instance=term, user=user, expected_version=expected_version)
    mark_due(county_code=union.county_code, township_keys=[union.township_id])
    return term


@transaction.atomic
def end_accounts(*, union: Union, on: date, user: Any) -> None:
    """The union was closed: its mode and its empty books end with that day."""
    rows = AccountTerm.objects.in_county(union.county_code).select_related("sub_ledger")
    term = rows.filter(union_id=union.pk, valid_to__isnull=True).first()
    if term is not None:
        _end(term, max(on, term.valid_from), user)
        close_book(book=term.sub_ledger, on=max(on, term.sub_ledger.opened_on), user=user)
