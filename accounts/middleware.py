"""Every page asks for sign-in unless it says otherwise."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

# Tells the sign-in page that a form was sent after the session had ended.
LOST = "lost"


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Django's own, with one sign-in page for the admin too an answer that htmx understands, and a
    word about a form that was sent too late."""

    def get_login_url(self, view_func: Callable[..., Any]) -> str:
        """Ours, whatever the view (or the admin) says."""
        return str(settings.LOGIN_URL)

    def handle_no_permission(  # type: ignore[override]  # not always a redirect
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponse:
        """Send the browser to the sign-in page; a partial request takes the whole page there."""
        sign_in = resolve_url(self.get_login_url(view_func))
        if request.method == "POST":
            sign_in = f"{sign_in}?{LOST}=1"
        if request.headers.get("HX-Request") != "true":
            return redirect_to_login(_page_of(request), sign_in)
        asked = request.headers.get("HX-Current-URL") or request.get_full_path()
        return HttpResponse(
            status=204, headers={"HX-Redirect": redirect_to_login(asked, sign_in).url}
        )


def _page_of(request: HttpRequest) -> str:
    """The page asked for; of a form that was sent, the page it stood on, if the browser says.

    Many forms are sent to an address that shows nothing.
    """
    came_from = request.headers.get("Referer", "")
    host = request.get_host()
    if request.method == "POST" and url_has_allowed_host_and_scheme(came_from, {host}):
        parts = urlsplit(came_from)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"
    return request.get_full_path()
