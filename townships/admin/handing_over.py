"""Handing unions down (下放): an action of the list, a page for the document, and the result."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from townships.choices import OPEN_STATUSES, UnionKind
from townships.forms import HandoverForm
from townships.models import GrassrootsUnion, Union
from townships.services.affiliations import hand_over
from unionreg.admin_base import ScopedAdmin
from unionreg.refusals import add_errors

PERMISSION = "townships.hand_over"
LARGEST_BATCH = 1000


class HandoverAdmin(ScopedAdmin):
    """Adds the action and `hand-over/` to the list of grassroots unions."""

    actions = ("start_hand_over",)

    def get_urls(self) -> list[URLPattern]:
        """The page that the action leads to."""
        view = self.admin_site.admin_view(require_POST(self.hand_over_view))
        name = f"{self.opts.app_label}_{self.opts.model_name}_hand_over"
        return [path("hand-over/", view, name=name), *super().get_urls()]

    def has_hand_over_permission(self, request: HttpRequest) -> bool:
        """Who may hand over; asked by the action."""
        return request.user.has_perm(PERMISSION)

    @admin.action(
        description=gettext_lazy("Hand over to a township union …"), permissions=["hand_over"]
    )
    def start_hand_over(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Show the page with the chosen unions."""
        ids = list(queryset.values_list("pk", flat=True)[: LARGEST_BATCH + 1])
        if len(ids) > LARGEST_BATCH:
            text = _("Choose %(n)s unions at most at a time.") % {"n": LARGEST_BATCH}
            messages.error(request, text)
            return None
        chosen = ",".join(str(key) for key in ids)
        return self._page(request, HandoverForm(initial={"unions": chosen}), ids)

    def hand_over_view(self, request: HttpRequest) -> HttpResponse:
        """Hand over, or show again what is wrong. 404 without the permission or outside."""
        if not self.has_hand_over_permission(request):
            raise Http404
        form = HandoverForm(request.POST)
        targets: Any = form.fields["new_superior"]
        targets.queryset = _township_unions(request.user)
        if not form.is_valid():
            ids = form.cleaned_data.get("unions", [])
            return self._page(request, form, ids) if ids else redirect(self._list_url())
        values = form.cleaned_data
        unions = _chosen(request.user, values["unions"])
        try:
            batch = hand_over(
                unions=unions,
                new_superior=values["new_superior"],
                document_no=values["document_no"],
                effective_on=values["effective_on"],
                note=values["note"],
                user=request.user,
            )
        except ValidationError as refusal:
            add_errors(form, refusal)
            return self._page(request, form, values["unions"])
        text = _("%(n)s unions were handed over to %(superior)s (%(document)s).")
        names = {"n": len(unions), "superior": batch.new_superior, "document": batch.document_no}
        messages.success(request, text % names)
        query = urlencode({"superior": batch.new_superior_id})
        return redirect(f"{self._list_url()}?{query}")

    def _list_url(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def _page(self, request: HttpRequest, form: HandoverForm, ids: list[int]) -> HttpResponse:
        unions = _chosen(request.user, ids)
        targets: Any = form.fields["new_superior"]
        targets.queryset = _township_unions(request.user).filter(
            county_code__in={union.county_code for union in unions}
        )
        places = {union.township_id for union in unions} - {None}
        if not form.is_bound and len(places) == 1:
            form.initial["new_superior"] = targets.queryset.filter(township_id__in=places).first()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Hand over to a township union"),
            "form": form,
            "adminform": {"form": form},
            "media": self.media + form.media,
            "unions": unions,
        }
        return TemplateResponse(request, "admin/townships/hand_over.html", context)


def _township_unions(user: Any) -> QuerySet[Union]:
    rows = Union.objects.visible_to(user, PERMISSION)
    return rows.filter(kind=UnionKind.TOWNSHIP, status__in=OPEN_STATUSES).order_by("code")


def _chosen(user: Any, ids: list[int]) -> list[Any]:
    """The chosen unions inside the user's places; raises Http404 when one lies outside."""
    rows = GrassrootsUnion.objects.visible_to(user, PERMISSION).filter(pk__in=ids)
    unions = list(rows.select_related("township", "superior").order_by("code"))
    if not ids or len(unions) != len(set(ids)):
        raise Http404
    return unions
