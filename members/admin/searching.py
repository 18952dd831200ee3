"""The search box of the list: by POST, because somebody may type a whole ID number.

Whatever is typed is looked up as an ID number first, and forgotten; the answer leads to the
member's page. Everything else goes on to the list as usual. An address with a number in it leads
to a page that asks for it again, without repeating it.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.admin.views.main import SEARCH_VAR
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from members.forms import SearchForm
from members.selectors.search import find_by_id, has_many_digits, looks_like_id, search
from unionreg.admin_base import ScopedAdmin


class SearchAdmin(ScopedAdmin):
    """Adds `search/` to a list of people."""

    search_fields = ("name",)
    search_help_text = gettext_lazy("Name, pinyin, initials, last four digits, phone or ID number")
    search_title = gettext_lazy("Find a member")

    def get_urls(self) -> list[URLPattern]:
        """The page that the search box posts to."""
        view = self.admin_site.admin_view(self.search_view)
        return [path("search/", view, name=self._page_name("search")), *super().get_urls()]

    def _page_name(self, name: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"

    def find_by_id(self, user: Any, text: str) -> list[Any]:
        """The records with this ID number that the user may see."""
        return find_by_id(user, text)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[Any, bool]:
        """Every word must fit; a whole ID number fits nobody here."""
        return search(queryset, search_term), False  # type: ignore[arg-type]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list; never with an ID number in its address."""
        if looks_like_id(request.GET.get(SEARCH_VAR, "")):
            return redirect(f"admin:{self._page_name('search')}")
        return super().changelist_view(request, extra_context)

    @method_decorator(sensitive_post_parameters(SEARCH_VAR))
    def search_view(self, request: HttpRequest) -> HttpResponse:
        """Find the person with an ID number, or go on to the list."""
        if request.method != "POST":
            return self._ask(request)
        form = SearchForm(request.POST)
        text = form.cleaned_data["q"] if form.is_valid() else ""
        found = self.find_by_id(request.user, text)
        if len({member.id_hash for member in found}) > 1:
            return self._ask(request, found)
        if found:
            return redirect(f"admin:{self._page_name('change')}", found[0].pk)
        if not looks_like_id(text):
            return redirect(self._list_url(request, text))
        messages.warning(
            request,
            _(
                "Nobody in your places has this ID number. Check it: enter all of the number, or "
                "its last four digits."
            ),
        )
        return redirect(self._list_url(request, ""))

    def _ask(self, request: HttpRequest, found: Iterable[Any] = ()) -> HttpResponse:
        """A page with the search box, and the people when several have the same number."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": self.search_title,
            "placeholder": self.search_help_text,
            "found": found,
        }
        return TemplateResponse(request, "admin/members/member/search.html", context)

    def _list_url(self, request: HttpRequest, text: str) -> str:
        """The list with its filters as they were, narrowed to `text`."""
        params = QueryDict(mutable=True)
        for name, value in request.POST.items():
            if name not in ("csrfmiddlewaretoken", SEARCH_VAR) and not has_many_digits(str(value)):
                params[name] = str(value)
        if text:
            params[SEARCH_VAR] = text
        url = reverse(f"admin:{self._page_name('changelist')}")
        return f"{url}?{params.urlencode()}" if params else url
