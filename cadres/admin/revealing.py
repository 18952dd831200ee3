"""The page that shows a cadre's full ID number: with a reason, and never without a trace."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from cadres.models import Person
from members.forms import RevealForm
from members.services.reveal import PERMISSION, reveal_id
from unionreg.admin_base import ScopedAdmin


class RevealAdmin(ScopedAdmin):
    """Adds `<id>/reveal/`."""

    def get_urls(self) -> list[URLPattern]:
        """The page beside the form."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_reveal"
        view = self.admin_site.admin_view(self.reveal_view)
        return [path("<path:object_id>/reveal/", view, name=name), *super().get_urls()]

    def may_reveal(self, request: HttpRequest, person: Person) -> bool:
        """By role and place, where there is a number."""
        return bool(person.id_cipher) and request.user.has_perm(PERMISSION, person)

    def reveal_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for the reason, then show the number once; never kept by the browser."""
        person = self.get_object(request, object_id)
        if person is None or not self.may_reveal(request, person):
            raise Http404
        form = RevealForm(request.POST if request.method == "POST" else None)
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": person,
            "title": _("Show the ID number"),
            "form": form,
            "adminform": {"form": form},
            "media": self.media + form.media,
        }
        if request.method == "POST" and form.is_valid():
            reason = form.cleaned_data["reason"]
            context["id_number"] = reveal_id(member=person, user=request.user, reason=reason)
        return TemplateResponse(request, "admin/members/member/reveal.html", context)
