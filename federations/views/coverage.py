"""Which unions a federation covers."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from federations import pages
from federations.forms import CoverForm, EndCoverageForm
from federations.models import Coverage
from federations.selectors.coverage import COVERED_KINDS
from federations.selectors.federations import COVER, federation_or_404
from federations.services.coverage import cover_unions, end_coverage
from federations.views.common import REFUSED, require, saved, typed
from townships.models import Union


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
    context = pages.coverage(
        found, request.user, request.GET, typed(request.GET.get("q", "")), form
    )
    status = REFUSED if form is not None else 200
    return render(request, "federations/coverage.html", context, status=status)


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
    context = pages.coverage(
        found, request.user, request.GET, typed(request.GET.get("q", "")), form
    )
    return render(request, "federations/coverage.html", context, status=REFUSED)
