"""The statement of a township: on the page, on paper, as Excel and Word file."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from funding import statement_files as files
from funding.selectors.allocations import years_of
from funding.selectors.statement import Statement, note, township_or_404
from funding.selectors.statement import statement as build
from funding.views.common import VIEW, require, year_of
from unionreg.downloads import download


@require_safe
def statement(request: HttpRequest, township: str) -> HttpResponse:
    """What the township gets for the year, how it came about, what has come."""
    user: Any = request.user
    found, years = _found(request, township)
    context: dict[str, Any] = {
        "one": found,
        "years": years,
        "title": files.title_of(found),
        "note": note(found),
        "signatures": files.signatures(found),
        "may_export": user.has_perm("townships.export_registry"),
        "may_calculate": user.scope_for(VIEW).covers(found.county.key, None),
    }
    return render(request, "funding/statement.html", context)


@require_safe
def statement_file(request: HttpRequest, township: str) -> HttpResponse:
    """The same as a file: `?as=word`, else Excel."""
    found, _years = _found(request, township)
    require(request.user, "townships.export_registry")
    name = f"{files.title_of(found)}-{found.township.name}"
    if request.GET.get("as") == "word":
        return download(files.word_file(found), f"{name}.docx", files.DOCX_TYPE)
    return download(files.workbook(found), f"{name}.xlsx")


def _found(request: HttpRequest, key: str) -> tuple[Statement, list[int]]:
    """The statement of the year asked for, else of the last one with an approved allocation."""
    township = township_or_404(request.user, key, VIEW)
    if township.parent is None:
        raise Http404
    years = years_of(township.parent.key)
    latest = years[0] if years else timezone.localdate().year
    year = year_of(request.GET.get("year", ""), latest)
    return build(township, year), sorted({*years, year}, reverse=True)[:5]
