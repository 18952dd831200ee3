"""The calendar of the reader's places, and the file that calendar programs fetch."""

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from compliance.calendar.feed import SPAN, as_calendar
from compliance.calendar.months import Month, by_day, grid, month_of, read_month
from compliance.deadlines import Window, deadlines
from compliance.models import CalendarFeed
from compliance.selectors.feeds import feed_of, own_feed
from compliance.services.feeds import make_address, note_use, revoke_address

NEXT = datetime.timedelta(days=92)  # so far the next dates are looked for
MOST_NEXT = 5
MADE = "calendar_address"  # in the session: the path of an address until it is shown
MOST_ENTRIES = 500  # of a list on one page; the months of a province have more


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """A month of the places of the reader, as a grid or as a list.

    An address that was made just now is shown once, and taken out of the session with that.
    """
    context = _context(request, request.GET)
    path = request.session.pop(MADE, None) if request.method == "GET" else None
    if path is not None:
        context["address"] = request.build_absolute_uri(path)
    response = render(request, "compliance/calendar.html", context)
    if path is not None:
        add_never_cache_headers(response)
    return response


@never_cache
@require_POST
def address(request: HttpRequest) -> HttpResponse:
    """Make an address for calendar programs, which the calendar shows once, or revoke it.

    Both lead back to the calendar: a page that is loaded again makes no other address.
    """
    user: Any = request.user
    if request.POST.get("action") == "make":
        request.session[MADE] = reverse("calendar_feed", args=[make_address(user)])
        month = read_month(request.POST.get("month", ""))
        query = f"?{urlencode({'month': month.value})}" if month else ""
        return redirect(f"{reverse('calendar')}{query}")
    if request.POST.get("action") == "revoke":
        request.session.pop(MADE, None)
        if revoke_address(user):
            messages.success(request, _("The address no longer works."))
        return redirect("calendar")
    raise Http404


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The deadlines of whoever has made this address; 404 for any other.

    Nobody signs in here and no session is looked at: the address is the key.
    """
    found = feed_of(secret)
    if found is None:
        raise Http404
    today = timezone.localdate()
    note_use(found, today)
    with translation.override("zh-hans"):  # programs name no language, or that of their maker
        content = _file(request, found, today)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = 'inline; filename="unionreg.ics"'
    return response


def _file(request: HttpRequest, found: CalendarFeed, today: datetime.date) -> bytes:
    window = Window(found.user, today - SPAN, today + SPAN, today)
    return as_calendar(
        deadlines(window),
        namespace=found.secret_hash,
        title=_("Deadlines of the union registry"),
        today=today,
        absolute=request.build_absolute_uri,
    )


def _context(request: HttpRequest, data: Any) -> dict[str, Any]:
    today = timezone.localdate()
    month = read_month(data.get("month", "")) or month_of(today) or Month(today.replace(day=1))
    weeks = month.weeks()
    found = deadlines(Window(request.user, weeks[0][0], weeks[-1][-1], today))
    inside = [one for one in found if month.first <= one.day <= month.last]
    return {
        "month": month,
        "this_month": month_of(today),
        "today": today,
        "weeks": grid(month, found, today),
        "days": by_day(inside[:MOST_ENTRIES]),
        "number": len(inside),
        "most": MOST_ENTRIES,
        "as_list": data.get("view") == "list",
        "next": deadlines(Window(request.user, today, today + NEXT, today))[:MOST_NEXT],
        "feed": own_feed(request.user),
    }
