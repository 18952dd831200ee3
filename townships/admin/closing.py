"""The page on which a union is dissolved or merged."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from townships.choices import OPEN_STATUSES, UnionKind
from townships.forms import ClosingForm
from townships.models import Union
from townships.services.closing import Approval, dissolve_union, merge_union
from unionreg.admin_base import ScopedAdmin
from unionreg.county import Conflict
from unionreg.refusals import add_errors, show_conflict

PERMISSION = "townships.close_union"


class ClosingAdmin(ScopedAdmin):
    """Adds `<id>/close/` to the admin of a union."""

    def get_urls(self) -> list[URLPattern]:
        """The page beside the form of the union."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_close"
        view = self.admin_site.admin_view(self.close_view)
        return [path("<path:object_id>/close/", view, name=name), *super().get_urls()]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A closed union stays as it was."""
        allowed: bool = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.is_open)

    def may_close(self, request: HttpRequest, union: Any) -> bool:
        """By role and place, as long as the union exists."""
        return union.is_open and request.user.has_perm(PERMISSION, union)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """Whether the page is offered."""
        obj = kwargs.get("obj")
        context["may_close"] = obj is not None and self.may_close(request, obj)
        return super().render_change_form(request, context, *args, **kwargs)

    def close_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for the approval, then close; 404 outside or without the permission."""
        union = self.get_object(request, object_id)
        if union is None or not self.may_close(request, union):
            raise Http404
        form = _form(request, union)
        if request.method == "POST" and form.is_valid():
            try:
                closed = _close(union, form.cleaned_data, request.user)
            except Conflict as conflict:
                show_conflict(form, conflict, form.cleaned_data["record_version"])
            except ValidationError as refusal:
                add_errors(form, refusal)
            else:
                messages.success(request, _said(closed))
                return redirect(
                    f"admin:{self.opts.app_label}_{self.opts.model_name}_change", closed.pk
                )
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": union,
            "title": _("Dissolve or merge"),
            "form": form,
            "adminform": {"form": form},
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/townships/close_union.html", context)


def _form(request: HttpRequest, union: Union) -> ClosingForm:
    form = ClosingForm(request.POST or None, initial={"record_version": union.version})
    targets: Any = form.fields["target"]
    targets.queryset = targets_for(union, request.user)
    return form


def targets_for(union: Union, user: Any) -> Any:
    """Unions that the union may be merged into, inside the places where the user may close."""
    rows = Union.objects.visible_to(user, PERMISSION).in_county(union.county_code)
    rows = rows.filter(status__in=OPEN_STATUSES).exclude(pk=union.pk)
    if union.kind == UnionKind.TOWNSHIP:
        return rows.filter(kind=UnionKind.TOWNSHIP).order_by("code")
    rows = rows.exclude(kind__in=(UnionKind.TOWNSHIP, UnionKind.COUNTY))
    return rows.filter(township_id=union.township_id).order_by("code")


def _close(union: Any, values: dict[str, Any], user: Any) -> Union:
    approval = Approval(
        number=values["approval_no"],
        approved_by=values["approved_by"],
        closed_on=values["closed_on"],
        reason=values["reason"],
    )
    version = values["record_version"]
    if values["how"] == "merge":
        return merge_union(
            union=union,
            target=values["target"],
            approval=approval,
            user=user,
            expected_version=version,
        )
    return dissolve_union(union=union, approval=approval, user=user, expected_version=version)


def _said(union: Union) -> str:
    if union.merged_into:
        text = _("%(name)s was merged into %(target)s.")
        return text % {"name": union.name, "target": union.merged_into.name}
    return _("%(name)s was dissolved. Its record stays in the registry.") % {"name": union.name}
