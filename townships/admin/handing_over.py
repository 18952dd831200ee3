"""Handing unions down (下放): an action of the list, a page for the document, and the result."""

from dataclasses import dataclass, field
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

from townships.forms import HandoverForm
from townships.models import Division, GrassrootsUnion, Union
from townships.selectors.unions import (
    TAKES_UNIONS,
    has_taker,
    led_by_county,
    ready_to_hand_over,
)
from townships.services.affiliations import hand_over
from unionreg.admin_base import ScopedAdmin
from unionreg.refusals import add_errors

PERMISSION = "townships.hand_over"
LARGEST_BATCH = 1000
BEGIN = "begin"  # the button that opens the form with some of the chosen unions


class HandoverFilter(admin.SimpleListFilter):
    """Unions led by the county: those that a township union could lead, and those without one."""

    title = gettext_lazy("handing over")
    parameter_name = "handover"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("ready", _("can be handed over")),
            ("waiting", _("no township union to take them")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "ready":
            return queryset.filter(ready_to_hand_over())
        if self.value() == "waiting":
            return queryset.filter(led_by_county(), ~has_taker())
        return queryset


@dataclass
class Group:
    """Chosen unions of one township (None: in none), and the union that can lead them there."""

    place: Division | None
    taker: Union | None = None
    unions: list[Any] = field(default_factory=list)

    @property
    def ready(self) -> bool:
        """Whether there is somebody to hand them over to; without a place one chooses him."""
        return self.place is None or self.taker is not None

    @property
    def ids(self) -> str:
        """The unions as the form carries them."""
        return ",".join(str(union.pk) for union in self.unions)


def by_township(user: Any, unions: list[Any]) -> list[Group]:
    """Unions that can go to one township each; those in none go along where there is only one."""
    places = {union.township_id for union in unions} - {None}
    counties = {union.county_code for union in unions}
    found = _targets(user).filter(county_code__in=counties, township_id__in=places)
    taken = {str(target.township_id): target for target in found}
    alone = next(iter(places)) if len(places) == 1 else None
    groups: dict[tuple[str, str | None], Group] = {}
    for union in sorted(unions, key=lambda union: union.township_id is None):
        key = (union.county_code, union.township_id or alone)
        new = Group(union.township, taken.get(str(union.township_id)))
        groups.setdefault(key, new).unions.append(union)
    return list(groups.values())


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
        return self._begin(request, ids)

    def hand_over_view(self, request: HttpRequest) -> HttpResponse:
        """Hand over, or show again what is wrong. 404 without the permission or outside."""
        if not self.has_hand_over_permission(request):
            raise Http404
        form = HandoverForm(request.POST)
        _offer(form, _targets(request.user))
        fits = form.is_valid()
        ids = form.cleaned_data.get("unions", [])
        if not ids:
            return redirect(self._list_url())
        if BEGIN in request.POST:
            return self._begin(request, ids)
        if not fits:
            return self._page(request, form, _chosen(request.user, ids))
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
            return self._page(request, form, unions)
        text = _("%(n)s unions were handed over to %(superior)s (%(document)s).")
        names = {"n": len(unions), "superior": batch.new_superior, "document": batch.document_no}
        messages.success(request, text % names)
        query = urlencode({"superior": batch.new_superior_id})
        return redirect(f"{self._list_url()}?{query}")

    def _list_url(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def _begin(self, request: HttpRequest, ids: list[int]) -> HttpResponse:
        """The form, when all unions can go to one township; else what can be done with which."""
        unions = _chosen(request.user, ids)
        groups = by_township(request.user, unions)
        if len(groups) > 1 or not groups[0].ready:
            return self._groups(request, unions, groups)
        form = HandoverForm(initial={"unions": groups[0].ids, "new_superior": groups[0].taker})
        return self._page(request, form, unions)

    def _groups(self, request: HttpRequest, unions: list[Any], groups: list[Group]) -> HttpResponse:
        """Nothing is filled in before it is clear that the unions can go to one township."""
        context = {
            "unions": unions,
            "groups": groups,
            "may_record": request.user.has_perm("townships.add_townshipunion"),
        }
        return self._show(request, "hand_over_groups", context)

    def _page(self, request: HttpRequest, form: HandoverForm, unions: list[Any]) -> HttpResponse:
        """The form with the unions, and the township unions that could lead them."""
        counties = {union.county_code for union in unions}
        places = {union.township_id for union in unions} - {None}
        targets = _targets(request.user).filter(county_code__in=counties)
        _offer(form, targets.filter(township_id__in=places) if places else targets)
        context = {
            "form": form,
            "adminform": {"form": form},
            "media": self.media + form.media,
            "unions": unions,
        }
        return self._show(request, "hand_over", context)

    def _show(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        every = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Hand over to a township union"),
            **context,
        }
        return TemplateResponse(request, f"admin/townships/{name}.html", every)


def _offer(form: HandoverForm, targets: QuerySet[Union]) -> None:
    choice: Any = form.fields["new_superior"]
    choice.queryset = targets


def _targets(user: Any) -> QuerySet[Union]:
    """Township unions inside the user's places to which unions can be handed over."""
    return Union.objects.visible_to(user, PERMISSION).filter(TAKES_UNIONS).order_by("code")


def _chosen(user: Any, ids: list[int]) -> list[Any]:
    """The chosen unions inside the user's places; raises Http404 when one lies outside."""
    rows = GrassrootsUnion.objects.visible_to(user, PERMISSION).filter(pk__in=ids)
    unions = list(rows.select_related("township", "superior").order_by("code"))
    if not ids or len(unions) != len(set(ids)):
        raise Http404
    return unions
