"""Schemes: the list, one of them, composing an own one with a preview, its release."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from federations.views.common import REFUSED, saved
from funding.forms.schemes import SchemeForm, initial_of, part_formset
from funding.models import Scheme, SchemePart
from funding.schemes.calculating import terms_of
from funding.schemes.checks import problems
from funding.schemes.kinds import KINDS
from funding.selectors.figures import last_day
from funding.selectors.schemes import cut_of, readable, work_out
from funding.services.schemes import copy_of, release_scheme, save_scheme, stamp_of
from funding.views.common import choose_county, reader, require, year_of
from policies.choices import State
from policies.selectors import load_book
from policies.selectors.book import place_of_division
from townships.models import Division
from townships.selectors.places import find_county
from unionreg.text import as_key

VIEW = "funding.view_scheme"
CHANGE = "funding.change_scheme"


@require_safe
def schemes(request: HttpRequest) -> HttpResponse:
    """All schemes that may be read: those that ship, and those of offices."""
    shown = reader(request.user, VIEW, "")
    rows = list(readable(request.user).prefetch_related("parts"))
    here = {one.key for county in shown.counties for one in county.chain()}
    context = {
        "schemes": [(row, row.place_id in here) for row in rows],
        "may_write": request.user.has_perm(CHANGE),
    }
    return render(request, "funding/schemes.html", context)


def scheme_or_404(user: Any, pk: int | None) -> Scheme:
    """A scheme that the user may read."""
    reader(user, VIEW, "")
    found = readable(user).filter(pk=pk or 0).first()
    if found is None:
        raise Http404
    return found


@require_safe
def scheme(request: HttpRequest, pk: int) -> HttpResponse:
    """One scheme: its parts with the numbers and clauses in force in its place."""
    user: Any = request.user
    found = scheme_or_404(user, pk)
    holds = user.scope_for(CHANGE)
    own = found.owner_id is not None and holds.covers(found.owner_id, None)
    draft = found.state == State.DRAFT
    context = {
        "scheme": found,
        "terms": _terms(found),
        "problems": problems(found.parts.all()) if draft else [],
        "may_write": request.user.has_perm(CHANGE),
        "may_edit": own and draft,
        "may_release": own and draft and found.author_id != request.user.pk,
        "seen": stamp_of(found),
    }
    return render(request, "funding/scheme.html", context)


def _terms(found: Scheme) -> list[tuple[SchemePart, list[tuple[str, str]], str]]:
    """Every part with its numbers in words and its basis."""
    rows = list(found.parts.all())
    day = max(found.valid_from, min(timezone.localdate(), found.valid_to or timezone.localdate()))
    book = load_book(*{row.rule for row in rows if row.rule} or {"R-FND-09"})
    place = place_of_division(Division.objects.with_chain().get(pk=found.place_id))
    told = []
    for part in rows:
        terms = terms_of(part, place, day, book, found.basis)
        numbers = [
            (str(spec.label), spec.show(terms.numbers[spec.name]))
            for spec in KINDS[part.kind].specs
            if spec.name in terms.numbers
        ]
        told.append((part, numbers, terms.lacking or terms.basis))
    return told


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A scheme of one's own, begun empty or with the parts of another (`?from=`)."""
    require(request.user, CHANGE)
    asked = request.POST.get("county") or request.GET.get("county", "")
    shown = reader(request.user, CHANGE, asked)
    source_key = as_key(request.POST.get("from") or request.GET.get("from"))
    if shown.place is None:
        begun = {"from": source_key} if source_key else {}
        return choose_county(request, _("New scheme"), "scheme_new", shown.counties, **begun)
    county = shown.place.division
    draft, parts = _begun(request.user, source_key, county)
    return _form(request, draft, parts, source_key)


def _begun(user: Any, key: int | None, county: Division) -> tuple[Scheme, list[SchemePart]]:
    if key is None:
        first = timezone.localdate().replace(month=1, day=1)
        return Scheme(owner=county, place=county, valid_from=first), []
    return copy_of(scheme_or_404(user, key), county, timezone.localdate())


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    user: Any = request.user
    found = scheme_or_404(user, pk)
    if found.owner_id is None or not user.scope_for(CHANGE).covers(found.owner_id, None):
        raise Http404
    if found.state != State.DRAFT:
        messages.error(request, _("It has been released and is not edited any more."))
        return redirect("scheme", pk)
    return _form(request, found, list(found.parts.all()), None)


def _form(
    request: HttpRequest, draft: Scheme, parts: list[SchemePart], source: int | None
) -> HttpResponse:
    given = request.POST if request.method == "POST" else None
    seen = None if draft._state.adding else stamp_of(draft)
    if given is not None:
        seen = given.get("seen", seen)
    form = SchemeForm(given, instance=draft)
    rows = part_formset(0 if parts else 1)(
        given, initial=[initial_of(part) for part in parts], prefix="part"
    )
    if given is not None and form.is_valid() and rows.is_valid():

        def write() -> None:
            save_scheme(scheme=form.instance, parts=rows.made(), user=request.user, seen=seen)

        if saved(request, form, write, _("The draft of the scheme is saved.")):
            return redirect("scheme", form.instance.pk)
    context = {
        "form": form,
        "rows": rows,
        "scheme": draft,
        "source": source or "",
        "seen": seen,
        "year": timezone.localdate().year,
    }
    status = REFUSED if given is not None else 200
    return render(request, "funding/scheme_form.html", context, status=status)


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What the parts of the form come to on the numbers of the county; nothing is saved."""
    require(request.user, CHANGE)
    shown = reader(request.user, CHANGE, request.POST.get("county", ""))
    if shown.place is None:
        return render(request, "funding/_scheme_preview.html", {"problems": []})
    draft = Scheme(owner=shown.place.division, place=shown.place.division)
    form = SchemeForm(request.POST, instance=draft)
    rows = part_formset()(request.POST, prefix="part")
    if not any(row.data.get(row.add_prefix("label")) for row in rows):
        return render(request, "funding/_scheme_preview.html", {"waiting": True})
    if not rows.is_valid():
        return render(request, "funding/_scheme_preview.html", {"problems": _errors(rows)})
    form.is_valid()  # what is wrong with title and days does not matter here
    draft.document_text = str(form.data.get("document_text", ""))
    year = year_of(request.POST.get("year", ""))
    context: dict[str, Any] = {"year": year}
    try:
        place = find_county(shown.place.division.key)
        if place is not None:
            cut = cut_of(year, last_day(year))
            context["result"] = work_out(draft, place, cut, draft=True, parts=_numbered(rows))
    except ValidationError as error:
        context["problems"] = error.messages
    return render(request, "funding/_scheme_preview.html", context)


def _numbered(rows: Any) -> list[SchemePart]:
    made: list[SchemePart] = rows.made()
    for number, part in enumerate(made, start=1):
        part.number = number
    return made


def _errors(rows: Any) -> list[str]:
    return [
        f"{form.fields[name].label}：{text}"
        for form in rows.forms
        for name, texts in form.errors.items()
        if name in form.fields
        for text in texts
    ] or [_("The form is not complete.")]


@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a draft in force; somebody other than its author."""
    found = scheme_or_404(request.user, pk)
    require(request.user, CHANGE, found.owner_id or "-")
    try:
        release_scheme(scheme=found, user=request.user, seen=request.POST.get("seen"))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The scheme is in force."))
    return redirect("scheme", pk)
