"""Having a county checked, and how far it is."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance import pages
from compliance.permissions import CHECK, VIEW
from compliance.selectors import runs
from compliance.services.runs import request_check
from compliance.views.findings import require


def _county(text: str) -> str:
    return text if len(text) == 6 and text.isascii() and text.isdigit() else ""


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Have everything checked in a county; the worker does it in the background."""
    require(request.user, CHECK)
    asked = _county(request.POST.get("county", ""))
    county = runs.county_to_check(request.user, asked)
    if not county:
        messages.error(request, _("Choose the county first that is to be checked."))
        return redirect("compliance_list")
    request_check(county_code=county, user=request.user)
    query = f"?{urlencode({'county': asked})}" if asked else ""
    return redirect(reverse("compliance_list") + query)


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """The part of the list that renews itself; ends with a reload when the check is through."""
    require(request.user, VIEW)
    county = _county(request.GET.get("county", ""))
    run = pages.run_context(runs.running(request.user, county))
    response = render(request, "compliance/_progress.html", {"run": run, "county": county})
    if run is None:
        response["HX-Refresh"] = "true"
    return response
