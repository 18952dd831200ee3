"""Which unions a federation covers."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from federations import pages
from federations.forms import CoverForm, EndCoverageForm, ScatteredForm
from federations.models import Coverage, Federation
from federations.selectors.coverage import COVERED_KINDS
from federations.selectors.federations import COVER, federation_or_404
from federations.services.coverage import cover_unions, end_coverage
from federations.services.scattered import record_scattered
from federations.views.common import REFUSED, require, saved, typed
from townships.models import Union

PAGE = "federations/coverage.html"


@require_http_methods(["GET", "HEAD", "POST"])
def coverage(request: HttpRequest, pk: int) -> HttpResponse:
    """Covered unions, a search for more, and who is not covered; POST adds the ticked ones."""
    found = federation_or_404(request.user, pk)
    form = None
    if request.method == "POST":
        require(request.user, COVER, found)
        rows = Union.objects.in_county(found.county_code).filter(kind__in=COVERED_KINDS)
        form = CoverForm(rows, request.POST)
        if form.is_valid():
            values = form.cleaned_data

            def write() -> Any:
                return cover_unions(
                    federation=found,
                    unions=list(values["unions"]),
                    on=values["valid_from"],
                    user=request.user,
                )

            n = len(values["unions"])
            done = ngettext("%(n)s union is covered now.", "%(n)s unions are covered now.", n)
            if saved(request, form, write, done % {"n": n}):
                return redirect("federation_coverage", found.pk)
    status = REFUSED if form is not None else 200
    return render(request, PAGE, _context(request, found, form), status=status)


def _context(
    request: HttpRequest, found: Federation, form: Any = None, counting: Any = None
) -> dict[str, Any]:
    """The page with an empty form of scattered workers, or with the one that was refused."""
    context = pages.coverage(
        found, request.user, request.GET, typed(request.GET.get("q", "")), form or counting
    )
    empty = ScatteredForm(initial={"as_of": timezone.localdate()}, auto_id="scattered_%s")
    return {**context, "scattered_form": counting or empty}


@require_POST
def scattered(request: HttpRequest, pk: int) -> HttpResponse:
    """Record how many scattered workers there are."""
    found = federation_or_404(request.user, pk)
    require(request.user, COVER, found)
    form = ScatteredForm(request.POST, auto_id="scattered_%s")
    if form.is_valid():

        def write() -> Any:
            return record_scattered(federation=found, user=request.user, **form.cleaned_data)

        if saved(request, form, write, _("The scattered workers are recorded.")):
            return redirect("federation_coverage", found.pk)
    context = _context(request, found, counting=form)
    return render(request, PAGE, context, status=REFUSED)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End the coverage of one union."""
    found = federation_or_404(request.user, pk)
    require(request.user, COVER, found)
    form = EndCoverageForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        rows = Coverage.objects.in_county(found.county_code).filter(federation_id=found.pk)
        row = rows.select_related("federation__union").filter(pk=values["coverage"]).first()
        if row is None:
            raise Http404

        def write() -> Any:
            return end_coverage(
                coverage=row,
                last_day=values["valid_to"],
                user=request.user,
                expected_version=values["record_version"],
                reason=values["reason"],
            )

        if saved(request, form, write, _("The coverage has ended.")):
            return redirect("federation_coverage", found.pk)
    return render(request, PAGE, _context(request, found, form), status=REFUSED)
