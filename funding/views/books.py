"""Accounts of unions, their books, entries and reversals."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from federations.views.common import REFUSED, saved, typed
from funding.exact import ZERO
from funding.forms.books import AccountForm, BankForm, CloseForm, EntryForm, ReverseForm
from funding.models import AccountTerm, JournalEntry, SubLedger
from funding.selectors import books as selectors
from funding.services.accounts import begin_account_mode, correct_bank
from funding.services.closing import close_year
from funding.services.journal import post
from funding.services.journal import reverse as reverse_entry
from funding.views.common import require_for, year_of
from townships.models import Union
from unionreg.downloads import LARGEST_EXPORT, download, refuse_export
from unionreg.workbooks import write_table

PAGE = 100


@require_GET
def ledgers(request: HttpRequest) -> HttpResponse:
    """All accounts of the area: how each is kept, by whom, and what is in its books."""
    require_for(request.user, selectors.VIEW)
    words = typed(request.GET.get("q", ""))
    rows = _listed(request.user, words)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": account_lines(list(page)),
        "q": words,
        "may_export": request.user.has_perm(selectors.VIEW),
    }
    return render(request, "funding/ledgers.html", context)


def _listed(user: Any, words: str) -> Any:
    rows = selectors.listed_unions(user)
    return rows.filter(name__icontains=words) if words else rows


def account_lines(unions: Sequence[Union]) -> list[dict[str, Any]]:
    """Each union with its open account mode."""
    counties = {union.county_code for union in unions}
    terms = selectors.terms_of(counties, [union.pk for union in unions])
    return [{"union": union, "term": terms.get(union.pk)} for union in unions]


@require_GET
def ledgers_export(request: HttpRequest) -> HttpResponse:
    """The list as a workbook; account numbers are masked."""
    require_for(request.user, selectors.VIEW)
    rows = _listed(request.user, typed(request.GET.get("q", "")))
    total = rows.count()
    if total > LARGEST_EXPORT:
        return refuse_export(request, total, LARGEST_EXPORT, reverse("ledgers"))
    title = _("Accounts and ledgers")
    content = write_table(title=title, headers=_headers(), rows=_rows(list(rows)))
    return download(content, f"{title}-{timezone.localdate().isoformat()}.xlsx")


def _headers() -> list[str]:
    return [
        _("Union (column)"),
        _("Township"),
        _("How it is kept"),
        _("Kept by"),
        _("Since (account)"),
        _("Bank"),
        _("Account number"),
        _("Balance (yuan)"),
    ]


def _rows(unions: list[Union]) -> Iterator[Sequence[Any]]:
    for line in account_lines(unions):
        union, term = line["union"], line["term"]
        place = union.township.name if union.township else ""
        if term is None:
            yield (union.name, place, union.get_account_mode_display(), "", None, "", "", None)
            continue
        yield (
            *(union.name, place, term.get_mode_display(), str(term.custodian or "")),
            *(term.valid_from, term.bank_name, term.masked_no, term.sub_ledger.balance),
        )


@require_http_methods(["GET", "HEAD", "POST"])
def union_accounts(request: HttpRequest, pk: int) -> HttpResponse:
    """How the account of a union was and is kept; POST begins a new mode."""
    union = selectors.union_or_404(request.user, pk)
    form = None
    if request.method == "POST":
        require_for(request.user, selectors.SET_MODE, union)
        form = AccountForm(union, request.POST)
        if form.is_valid() and saved(
            request, form, lambda: _begin(form, union, request.user), _("The account is recorded.")
        ):
            return redirect("union_accounts", union.pk)
    context = _accounts(request, union, form)
    return render(request, "funding/account.html", context, status=REFUSED if form else 200)


def _begin(form: AccountForm, union: Union, user: Any) -> Any:
    values = form.cleaned_data
    return begin_account_mode(
        union=union,
        mode=values["mode"],
        custodian=values["custodian"],
        on=values["valid_from"],
        bank=form.bank(),
        reason=values["reason"],
        user=user,
    )


@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct bank, number and roles of the mode that holds."""
    union = selectors.union_or_404(request.user, pk)
    require_for(request.user, selectors.SET_MODE, union)
    term = _terms(union).filter(valid_to__isnull=True).first()
    if term is None:
        raise Http404
    form = BankForm.of(term, request.POST)
    if form.is_valid() and saved(
        request, form, lambda: _correct(form, term, request.user), _("The account is corrected.")
    ):
        return redirect("union_accounts", union.pk)
    return render(
        request, "funding/account.html", _accounts(request, union, None, form), status=REFUSED
    )


def _correct(form: BankForm, term: AccountTerm, user: Any) -> AccountTerm:
    version = form.cleaned_data["record_version"]
    return correct_bank(term=term, bank=form.bank(), user=user, expected_version=version)


def _terms(union: Union) -> Any:
    rows = AccountTerm.objects.in_county(union.county_code).filter(union_id=union.pk)
    return rows.select_related("custodian", "sub_ledger", "union").order_by("-valid_from")


def _accounts(
    request: HttpRequest, union: Union, form: Any, bank_form: Any = None
) -> dict[str, Any]:
    terms = list(_terms(union))
    current = next((term for term in terms if term.valid_to is None), None)
    may_set = request.user.has_perm(selectors.SET_MODE, union) and union.is_open
    if may_set and current is not None and bank_form is None:
        bank_form = BankForm.of(current)
    kept = SubLedger.objects.visible_to(request.user, selectors.VIEW).filter(
        county_code=union.county_code, ledger__owner_id=union.pk
    )
    others = kept.exclude(union_id=union.pk).select_related("union", "ledger")
    return {
        "union": union,
        "terms": terms,
        "current": current,
        "may_set": may_set,
        "form": form or (AccountForm(union) if may_set else None),
        "bank_form": bank_form if may_set else None,
        "failed": bank_form if bank_form is not None and bank_form.errors else form,
        "kept": list(others.order_by("union__pinyin", "union__name")),
        "kept_total": sum((book.balance for book in others), ZERO),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def ledger(request: HttpRequest, pk: int) -> HttpResponse:
    """The journal of a sub-ledger with its running balance; POST posts an entry."""
    book = selectors.sub_ledger_or_404(request.user, pk)
    if request.method != "POST":
        return render(request, "funding/ledger.html", _journal(request, book, EntryForm()))
    require_for(request.user, selectors.POST, book.union)
    form = EntryForm(request.POST)
    if form.is_valid() and saved(
        request, form, lambda: _post(form, book, request.user), _("The entry is posted.")
    ):
        return _back(book, form.cleaned_data["on"].year)
    return render(request, "funding/ledger.html", _journal(request, book, form), status=REFUSED)


def _post(form: EntryForm, book: SubLedger, user: Any) -> JournalEntry:
    values = form.cleaned_data
    return post(
        sub_ledger=book,
        on=values["on"],
        lines=form.lines(),
        text=values["text"],
        document_no=values["document_no"],
        user=user,
    )


def _back(book: SubLedger, year: int) -> HttpResponse:
    return redirect(f"{reverse('ledger', args=[book.pk])}?year={year}")


@require_POST
def ledger_reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an entry back by its opposite."""
    book = selectors.sub_ledger_or_404(request.user, pk)
    require_for(request.user, selectors.POST, book.union)
    form = ReverseForm(request.POST, auto_id="reverse_%s")
    if form.is_valid():
        values = form.cleaned_data
        entry = selectors.entries_of(book).filter(pk=values["entry"]).first()
        if entry is None:
            raise Http404

        def write() -> JournalEntry:
            return reverse_entry(
                entry=entry, on=values["on"], text=values["text"], user=request.user
            )

        if saved(request, form, write, _("The entry is reversed.")):
            return _back(book, values["on"].year)
    context = _journal(request, book, EntryForm(), form)
    return render(request, "funding/ledger.html", context, status=REFUSED)


@require_POST
def ledger_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a year of the sub-ledger by one entry."""
    book = selectors.sub_ledger_or_404(request.user, pk)
    require_for(request.user, selectors.POST, book.union)
    form = CloseForm(request.POST, auto_id="close_%s")
    if form.is_valid():
        year = form.cleaned_data["year"]

        def write() -> JournalEntry:
            return close_year(sub_ledger=book, year=year, user=request.user)

        if saved(request, form, write, _("The year is closed.")):
            return _back(book, year)
    context = {**_journal(request, book, EntryForm()), "failed": form}
    return render(request, "funding/ledger.html", context, status=REFUSED)


def _journal(
    request: HttpRequest, book: SubLedger, form: EntryForm, reversal: ReverseForm | None = None
) -> dict[str, Any]:
    year = year_of(request.GET.get("year", ""), ahead=1)
    page = _page(request, book, year)
    rows = selectors.journal(book, year, page.object_list)
    received, paid = selectors.turnover(book, year)
    may_close = request.user.has_perm(selectors.POST, book.union)
    may_post = may_close and book.closed_on is None
    closing = selectors.closing_of(book, year)
    today = timezone.localdate()
    frozen = selectors.final_account_frozen(book.county_code, book.union_id, year)
    return {
        "book": book,
        "union": book.union,
        "year": year,
        "years": _years(book, year),
        "opening": selectors.opening(book, year, page.object_list.start),
        "page": page,
        "rows": rows,
        "received": received,
        "paid": paid,
        "may_post": may_post,
        "frozen": frozen,
        "closing": closing,
        "may_close": may_close and closing is None and year < today.year and bool(rows),
        "form": form,
        "reversal": reversal,
        "failed": reversal if reversal is not None and reversal.errors else form,
        "today": today,
    }


def _page(request: HttpRequest, book: SubLedger, year: int) -> Any:
    """The numbers of a page of the journal; without any wish the last, with the newest entry."""
    numbers = range(1, selectors.last_number(book, year) + 1)
    paginator = Paginator(numbers, PAGE)
    return paginator.get_page(request.GET.get("page") or paginator.num_pages)


def _years(book: SubLedger, shown: int) -> list[int]:
    last = timezone.localdate().year
    return sorted({shown, *range(max(book.opened_on.year, last - 9), last + 1)}, reverse=True)


@require_GET
def ledger_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The journal of a year as a workbook, a row for each line."""
    book = selectors.sub_ledger_or_404(request.user, pk)
    year = year_of(request.GET.get("year", ""), ahead=1)
    title = _("Journal %(year)s") % {"year": year}
    headers = [
        *(
            _("Number (entry)"),
            _("Date"),
            _("Text (entry)"),
            _("Document number (entry)"),
            _("Debit"),
            _("Credit"),
        ),
        *(_("Amount (yuan)"), _("Balance (yuan)"), _("Posted by")),
    ]
    content = write_table(title=title, headers=headers, rows=_journal_rows(book, year))
    return download(content, f"{book.union.name}-{title}.xlsx")


def _journal_rows(book: SubLedger, year: int) -> Iterator[Sequence[Any]]:
    for row in selectors.journal(book, year):
        entry = row.entry
        for line in row.lines:
            last = line is row.lines[-1]
            yield (
                *(entry.number, entry.on, entry.text, entry.document_no),
                *(line.debit_name, line.credit_name, line.amount),
                *(row.balance if last else None, str(entry.posted_by or "")),
            )
