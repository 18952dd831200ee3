"""Word files of a term, and the templates behind them. Outside one's places: 404."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from jinja2 import TemplateError

from cadres import term_documents as documents
from cadres.choices import TermDocument
from cadres.elections.views import term_or_404
from cadres.models import OfficeTemplate
from cadres.services.templates import drop_template, save_template
from townships.selectors.places import counties_of
from unionreg.downloads import download
from unionreg.refusals import add_errors
from unionreg.text import as_key

KEEP = "cadres.change_term"
REFUSED = 422


@require_safe
def document(request: HttpRequest, term_id: int, document: str) -> HttpResponse:
    """A document of a term as a Word file."""
    term = term_or_404(request.user, term_id)
    known = document in TermDocument.values
    if not known or (document == TermDocument.CHANGE_REPLY and not term.change_kind):
        raise Http404
    try:
        content = documents.print_document(term, document)
    except (TemplateError, OSError):
        text = _("The template of the county cannot be filled in any more. Upload it again.")
        messages.error(request, text)
        return redirect("union_terms", term.union_id)
    label = str(TermDocument(document).label)
    return download(content, f"{term.union.name}-{label}.docx", documents.DOCX_TYPE)


class TemplateForm(forms.Form):
    """A template of one's own for one document of a county."""

    county = forms.ChoiceField(label=gettext_lazy("County"))
    document = forms.ChoiceField(label=gettext_lazy("Document"), choices=TermDocument.choices)
    file = forms.FileField(
        label=gettext_lazy("Word file (.docx)"),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )

    def __init__(self, counties: list[Any], *args: Any) -> None:
        super().__init__(*args)
        field: Any = self.fields["county"]
        field.choices = [(one.key, one.name) for one in counties]
        if len(counties) == 1:
            field.widget = forms.HiddenInput()
            field.initial = counties[0].key


@require_http_methods(["GET", "HEAD", "POST"])
def templates(request: HttpRequest) -> HttpResponse:
    """Which templates are in use; upload one's own, or go back to the shipped one."""
    user: Any = request.user
    if not user.has_perm(KEEP):
        raise PermissionDenied
    counties = counties_of(user, KEEP)
    form = TemplateForm(counties)
    if request.method == "POST" and "drop" in request.POST:
        return _drop(request)
    if request.method == "POST":
        form = TemplateForm(counties, request.POST, request.FILES)
        if form.is_valid() and _saved(form, user):
            messages.success(request, _("The template is in use from now on."))
            return redirect("office_templates")
    context = {
        "form": form,
        "shipped": TermDocument.choices,
        "own": list(OfficeTemplate.objects.visible_to(user, KEEP).select_related("updated_by")),
        "names": {one.key: one.name for one in counties},
        "placeholders": sorted(set(documents.sample_values()) - {documents.PEOPLE}),
        "people": documents.PEOPLE,
        "person_fields": documents.PERSON_FIELDS,
    }
    status = REFUSED if form.is_bound else 200
    return render(request, "cadres/templates.html", context, status=status)


def _saved(form: TemplateForm, user: Any) -> bool:
    values = form.cleaned_data
    file = values["file"]
    try:
        if file.size > documents.LARGEST:
            content = b"\0" * (documents.LARGEST + 1)  # refused by its size without being read
        else:
            content = file.read()
        save_template(
            county_code=values["county"],
            document=values["document"],
            content=content,
            name=file.name,
            user=user,
        )
    except ValidationError as error:
        add_errors(form, error)
        return False
    return True


def _drop(request: HttpRequest) -> HttpResponse:
    rows = OfficeTemplate.objects.visible_to(request.user, KEEP)
    own = rows.filter(pk=as_key(request.POST.get("drop")) or 0).first()
    if own is None:
        raise Http404
    drop_template(template=own, user=request.user)
    messages.success(request, _("The shipped template is in use again."))
    return redirect("office_templates")


@require_safe
def template(request: HttpRequest, document: str) -> HttpResponse:
    """The shipped template, to begin one's own with; `?own=` is the key of one in use."""
    if not request.user.has_perm(KEEP):
        raise PermissionDenied
    if document not in TermDocument.values:
        raise Http404
    content = documents.shipped(document)
    if "own" in request.GET:
        rows = OfficeTemplate.objects.visible_to(request.user, KEEP)
        own = rows.filter(pk=as_key(request.GET["own"]) or 0, document=document).first()
        if own is None:
            raise Http404
        with own.file.open("rb") as file:
            content = file.read()
    return download(content, f"{TermDocument(document).label}.docx", documents.DOCX_TYPE)
