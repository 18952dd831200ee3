"""The page on which a post that was entered in error is annulled."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from cadres.forms import AnnulForm
from cadres.models import Appointment
from cadres.services.annulment import annul_appointment
from unionreg.admin_base import ScopedAdmin
from unionreg.county import Conflict
from unionreg.refusals import add_errors, show_conflict


class AnnullingAdmin(ScopedAdmin):
    """Adds `<id>/annul/` to the admin of posts."""

    def get_urls(self) -> list[URLPattern]:
        """The page beside the form."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_annul"
        view = self.admin_site.admin_view(self.annul_view)
        return [path("<path:object_id>/annul/", view, name=name), *super().get_urls()]

    def may_annul(self, request: HttpRequest, post: Appointment) -> bool:
        """By role and place, once."""
        return not post.is_annulled and self.has_change_permission(request, post)

    def annul_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask why, then annul; 404 outside and for a post that was annulled."""
        post = self.get_object(request, object_id)
        if post is None or not self.may_annul(request, post):
            raise Http404
        posted = request.POST if request.method == "POST" else None
        form = AnnulForm(posted, initial={"record_version": post.version})
        if request.method == "POST" and form.is_valid() and _annul(post, form, request.user):
            messages.success(
                request, _("%(post)s was annulled. The record stays.") % {"post": post}
            )
            return redirect("admin:cadres_appointment_change", post.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": post,
            "title": _("Annul the entry"),
            "form": form,
            "adminform": {"form": form},
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/cadres/appointment/annul.html", context)


def _annul(post: Appointment, form: AnnulForm, user: Any) -> bool:
    """Annul it; False when the service refused, which the form then says."""
    values = form.cleaned_data
    version, reason = values["record_version"], values["reason"]
    try:
        annul_appointment(appointment=post, reason=reason, user=user, expected_version=version)
    except Conflict as conflict:
        show_conflict(form, conflict, version)
    except ValidationError as refusal:
        add_errors(form, refusal)
    else:
        return True
    return False
