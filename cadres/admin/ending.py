"""The page on which somebody leaves a post (R-TRM-07)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.choices import LEADERS, Body
from cadres.forms import EndPostForm
from cadres.models import Appointment
from cadres.rules import last_day_of
from cadres.services.appointments import end_appointment
from policies.selectors import load_book, place_of_division
from townships.models import Division
from townships.problems import Saved
from unionreg.admin_base import ScopedAdmin
from unionreg.county import Conflict
from unionreg.refusals import add_errors, show_conflict


class EndingAdmin(ScopedAdmin):
    """Adds `<id>/end/` to the admin of posts."""

    def get_urls(self) -> list[URLPattern]:
        """The page beside the form."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_end"
        view = self.admin_site.admin_view(self.end_view)
        return [path("<path:object_id>/end/", view, name=name), *super().get_urls()]

    def may_end(self, request: HttpRequest, post: Appointment) -> bool:
        """By role and place, while the post is held."""
        return post.valid_to is None and self.has_change_permission(request, post)

    def end_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for day and reason, then end; 404 outside and for a post that has ended."""
        post = self.get_object(request, object_id)
        if post is None or not self.may_end(request, post):
            raise Http404
        leads = post.body == Body.COMMITTEE and post.post in LEADERS
        posted = request.POST if request.method == "POST" else None
        form = EndPostForm(posted, initial={"record_version": post.version}, post=post)
        if request.method == "POST" and form.is_valid():
            saved = _end(post, form, request.user)
            if saved is not None:
                return self._after(request, saved)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": post,
            "title": _("Leave the post"),
            "form": form,
            "adminform": {"form": form},
            "media": self.media + form.media,
            "consents": _consent_clauses(post) if leads else [],
            "term_end": last_day_of(post.term) if post.term else None,
        }
        return TemplateResponse(request, "admin/cadres/appointment/end.html", context)

    def _after(self, request: HttpRequest, saved: Saved[Appointment]) -> HttpResponse:
        """Back to the post, which says when it ended."""
        for notice in saved.notices:
            messages.warning(request, notice.message)
        post = saved.record
        text = _("%(name)s left the post of %(post)s on %(day)s. The record stays.")
        names = {"name": post.person.name, "post": post.title, "day": post.valid_to}
        messages.success(request, text % names)
        return redirect("admin:cadres_appointment_change", post.pk)


def _consent_clauses(post: Appointment) -> list[str]:
    """Documents that demand consents to a move of a chair there today (R-TRM-07)."""
    place = Division.objects.with_chain().get(pk=post.union.township_id or post.county_code)
    book = load_book("R-TRM-07")
    found = book.in_force("R-TRM-07", place_of_division(place), timezone.localdate())
    return [f"{one.document} {one.clause}" for one in found]


def _end(post: Appointment, form: EndPostForm, user: Any) -> Saved[Appointment] | None:
    """End it; None when the service refused, which the form then says."""
    values = dict(form.cleaned_data)
    version = values.pop("record_version")
    try:
        return end_appointment(appointment=post, user=user, expected_version=version, **values)
    except Conflict as conflict:
        show_conflict(form, conflict, version)
    except ValidationError as refusal:
        add_errors(form, refusal)
    return None
