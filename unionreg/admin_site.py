"""The admin site: stock admin behind our own sign-in, menu and home page."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog


class LabelledAutocomplete(AutocompleteJsonView):
    """Autocompletes whose options say as much as the admin of the record wants (`option_label`)."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        """Key and label of an option; 城关镇 alone is the name of 88 places."""
        label = getattr(self.model_admin, "option_label", str)
        return {**super().serialize_result(obj, to_field_name), "text": label(obj)}


class UnionregAdminSite(admin.AdminSite):
    """Lists and forms of the registry.

    Who may come in is decided by the roles, not by the staff flag; what he may do, by the
    permissions of each list. Its index, sign-in and password pages are ours; where the stock site
    would answer with a template, ours redirects (hence the ignored return types).
    """

    site_title = _("Union registry")
    site_header = _("Union registry")
    index_title = _("Home")
    site_url = None
    enable_nav_sidebar = False
    empty_value_display = "–"

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether somebody is signed in with an open account."""
        return request.user.is_active and request.user.is_authenticated

    def index(  # type: ignore[override]
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """The home page is ours."""
        return redirect(settings.LOGIN_REDIRECT_URL)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Nothing: stock pages list all models here, and ask for every permission to do so."""
        return []

    def app_index(  # type: ignore[override]
        self, request: HttpRequest, app_label: str, extra_context: Any = None
    ) -> HttpResponse:
        """Nobody works by app; the menu is by task."""
        return redirect(settings.LOGIN_REDIRECT_URL)

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """One sign-in page for everything."""
        target = resolve_url("sign_in")
        asked = request.GET.get("next", "")
        return HttpResponseRedirect(f"{target}?{urlencode({'next': asked})}" if asked else target)

    def autocomplete_view(self, request: HttpRequest) -> Any:
        """Options with labels that tell places of one name apart."""
        return LabelledAutocomplete.as_view(admin_site=self)(request)

    def i18n_javascript(  # type: ignore[override]
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponseBase:
        """Words of the admin's scripts, with those that Django has no Chinese for."""
        return JavaScriptCatalog.as_view(packages=["django.contrib.admin", "unionreg"])(request)

    def logout(  # type: ignore[override]
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """Our sign-out, which accepts POST only."""
        from accounts.views import sign_out

        return sign_out(request)

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """Our own page."""
        return redirect("password_change")

    def password_change_done(  # type: ignore[override]
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """Our own page says so itself."""
        return redirect(settings.LOGIN_REDIRECT_URL)
