"""Budgets and final accounts: what is missing, the grid, the comparison, freezing, audits."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from federations.views.common import REFUSED, saved, typed
from funding import chart
from funding.choices import BudgetKind
from funding.exact import ZERO
from funding.forms.budget_table import AMOUNT_TITLES, NAME_TITLES
from funding.forms.budgets import AuditForm, DraftForm, FreezeForm, GridForm
from funding.models import Budget
from funding.selectors import budgets as selectors
from funding.services.audits import record_audit
from funding.services.budgets import Planned, freeze, save_budget
from funding.views.common import require_for, year_of
from townships.models import Union
from unionreg.downloads import LARGEST_EXPORT, download, refuse_export
from unionreg.workbooks import write_table

PAGE = 100


@require_GET
def budgets(request: HttpRequest) -> HttpResponse:
    """Who has budget and final account of a year, and who has not."""
    require_for(request.user, selectors.VIEW)
    year, words = year_of(request.GET.get("year", ""), ahead=1), typed(request.GET.get("q", ""))
    rows = _listed(request.user, words)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate().year
    context = {
        "page": page,
        "lines": selectors.year_lines(list(page), year),
        "year": year,
        "over": year < today,
        "years": range(today + 1, today - 4, -1),
        "q": words,
    }
    return render(request, "funding/budgets.html", context)


def _listed(user: Any, words: str) -> Any:
    rows = selectors.planning_unions(user)
    return rows.filter(name__icontains=words) if words else rows


@require_GET
def budgets_export(request: HttpRequest) -> HttpResponse:
    """The list as a workbook."""
    require_for(request.user, selectors.VIEW)
    rows = _listed(request.user, typed(request.GET.get("q", "")))
    year = year_of(request.GET.get("year", ""), ahead=1)
    total = rows.count()
    if total > LARGEST_EXPORT:
        return refuse_export(request, total, LARGEST_EXPORT, reverse("budgets"))
    title = _("Budgets and final accounts %(year)s") % {"year": year}
    headers = [_("Union (column)"), _("Township"), _("Budget"), _("Final account"), _("Audits")]
    content = write_table(title=title, headers=headers, rows=_list_rows(list(rows), year))
    return download(content, f"{title}.xlsx")


def _list_rows(unions: list[Union], year: int) -> Iterator[Sequence[Any]]:
    for line in selectors.year_lines(unions, year):
        place = line.union.township.name if line.union.township else ""
        states = [
            str(one.get_state_display()) if one else _("not drawn up")
            for one in (line.budget, line.final)
        ]
        yield (line.union.name, place, *states, line.audits)


@require_GET
def union_budget(request: HttpRequest, pk: int) -> HttpResponse:
    """The year of a union: budget, final account, last year and books side by side."""
    union = selectors.planning_union_or_404(request.user, pk)
    return render(request, "funding/union_budget.html", _year(request, union))


def _year(request: HttpRequest, union: Union, audit_form: Any = None) -> dict[str, Any]:
    year = year_of(request.GET.get("year", ""), ahead=1)
    groups = selectors.comparison(union, year)
    editions = selectors.editions(union, year)
    drafts = {row.kind for row in editions if not row.frozen}
    today = timezone.localdate().year
    may_add = request.user.has_perm(selectors.ADD, union)
    may_audit = request.user.has_perm(selectors.AUDIT, union)
    return {
        "union": union,
        "year": year,
        "years": range(today + 1, today - 4, -1),
        "groups": [(_class(kind), rows, selectors.totals(rows)) for kind, rows in groups.items()],
        "editions": editions,
        "worker_pay": selectors.worker_pay(union, year),
        "to_draft": [k for k in BudgetKind if k not in drafts and (k != "final" or year <= today)],
        "may_add": may_add,
        "audits": selectors.audits_of(union, year),
        "audit_form": audit_form or (AuditForm(auto_id="audit_%s") if may_audit else None),
        "failed": audit_form,
    }


def _class(kind: str) -> str:
    return str(chart.AccountClass(kind).label)


def _back(union: Union, year: int) -> HttpResponse:
    return redirect(f"{reverse('union_budget', args=[union.pk])}?year={year}")


@require_POST
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a draft; after a frozen version with its numbers."""
    union = selectors.planning_union_or_404(request.user, pk)
    require_for(request.user, selectors.ADD, union)
    form = DraftForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        made = Budget(union=union, year=values["year"], kind=values["kind"])
        made.county_code = union.county_code
        before = selectors.frozen(made.county_code, made.union_id, made.year, made.kind)
        made.worker_pay = before.worker_pay if before else None

        def write() -> Any:
            return save_budget(budget=made, lines=_lines(before), user=request.user)

        if saved(request, form, write, _("The draft is begun. Fill in the amounts.")):
            return redirect("budget", made.pk)
    context = {**_year(request, union), "failed": form}
    return render(request, "funding/union_budget.html", context, status=REFUSED)


def _lines(before: Budget | None) -> list[Planned]:
    """The lines of the frozen version that an amendment begins with."""
    return [
        Planned(line.account, line.amount, line.federation) for line in selectors.lines_of(before)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def budget(request: HttpRequest, pk: int) -> HttpResponse:
    """The grid of one version; POST saves the draft."""
    found = selectors.budget_or_404(request.user, pk)
    if request.method != "POST":
        return render(request, "funding/budget.html", _grid(request, found, GridForm(found)))
    require_for(request.user, selectors.CHANGE, found.union)
    form = GridForm(found, request.POST, request.FILES)
    if form.is_valid() and saved(
        request, form, lambda: _save(form, found, request.user), _("The amounts are saved.")
    ):
        return redirect("budget", found.pk)
    return render(request, "funding/budget.html", _grid(request, found, form), status=REFUSED)


def _save(form: GridForm, found: Budget, user: Any) -> Budget:
    found.note = form.cleaned_data["note"]
    found.worker_pay = form.cleaned_data.get("worker_pay")
    version = form.cleaned_data["record_version"]
    return save_budget(budget=found, lines=form.lines(), user=user, expected_version=version)


def _grid(request: HttpRequest, found: Budget, form: Any) -> dict[str, Any]:
    numbers = selectors.sums(found)
    may_change = request.user.has_perm(selectors.CHANGE, found.union) and not found.frozen
    return {
        "budget": found,
        "union": found.union,
        "form": form,
        "table_fields": [form["pasted"], form["workbook"]],
        "may_change": may_change,
        "own": found.author_id == request.user.pk,
        "groups": [
            (_class(kind), [(one, numbers.get(one.key)) for one in selectors.accounts_of(kind)])
            for kind in chart.BUDGETED
        ],
        "named": selectors.lines_for_federations(found),
        "income": _sum(numbers, chart.AccountClass.INCOME),
        "spending": _sum(numbers, chart.AccountClass.SPENDING),
    }


def _sum(numbers: dict[str, Any], kind: chart.AccountClass) -> Any:
    return sum((numbers.get(key, 0) for key in chart.keys(kind)), ZERO)


@require_GET
def budget_template(request: HttpRequest, pk: int) -> HttpResponse:
    """A workbook with every category and the present amounts, to fill in and upload."""
    found = selectors.budget_or_404(request.user, pk)
    require_for(request.user, selectors.CHANGE, found.union)
    headers = [_("Class"), NAME_TITLES[0], AMOUNT_TITLES[0]]
    content = write_table(title=str(found.year), headers=headers, rows=GridForm(found).rows())
    return download(content, f"{found}.xlsx")


@require_POST
def freeze_budget(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze a version that somebody else drew up."""
    found = selectors.budget_or_404(request.user, pk)
    require_for(request.user, selectors.CHANGE, found.union)
    form = FreezeForm(request.POST)
    if form.is_valid():
        version = form.cleaned_data["record_version"]

        def write() -> Budget:
            return freeze(budget=found, user=request.user, expected_version=version)

        if saved(request, form, write, _("This version is frozen and counts from now on.")):
            return _back(found.union, found.year)
    context = {**_grid(request, found, GridForm(found)), "failed": form}
    return render(request, "funding/budget.html", context, status=REFUSED)


@require_POST
def audit(request: HttpRequest, pk: int) -> HttpResponse:
    """Record an audit of the year."""
    union = selectors.planning_union_or_404(request.user, pk)
    require_for(request.user, selectors.AUDIT, union)
    form = AuditForm(request.POST, auto_id="audit_%s")
    year = year_of(request.GET.get("year", ""), ahead=1)
    if form.is_valid():

        def write() -> Any:
            return record_audit(audit=form.made(union, year), user=request.user)

        if saved(request, form, write, _("The audit is recorded.")):
            return _back(union, year)
    context = _year(request, union, form)
    return render(request, "funding/union_budget.html", context, status=REFUSED)


@require_GET
def union_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The comparison of a year as a workbook."""
    union = selectors.planning_union_or_404(request.user, pk)
    year = year_of(request.GET.get("year", ""), ahead=1)
    headers = [
        *(_("Class"), _("Category"), _("Budget (yuan)"), _("Final account (yuan)")),
        *(_("Difference (yuan)"), _("Last year (yuan)"), _("Books (yuan)")),
    ]
    title = _("Budget and final account %(year)s") % {"year": year}
    content = write_table(title=title, headers=headers, rows=_compared_rows(union, year))
    return download(content, f"{union.name}-{title}.xlsx")


def _compared_rows(union: Union, year: int) -> Iterator[Sequence[Any]]:
    for kind, rows in selectors.comparison(union, year).items():
        for row in rows:
            numbers = (row.budget, row.final, row.difference, row.last_year, row.ledger)
            yield (_class(kind), row.account.name, *numbers)
