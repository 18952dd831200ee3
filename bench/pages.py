"""The list of members as a browser asks for it, signed in."""

from __future__ import annotations

from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse

from accounts.models import User
from bench.counting import statements
from members.models import Member
from members.states import OPEN_STATES

LAST = {"p": "last"}
# One page for every kind of filter and search that the list offers.
NARROWED: tuple[dict[str, str], ...] = (
    {"state": "all"},
    {"state": "kept"},
    {"sex__exact": "2"},
    {"is_migrant__exact": "1"},
    {"employment_status__exact": "1"},
    {"missing": "any"},
    {"missing": "phone"},
    {"joined_on__gte": "2024-01-01"},
    {"q": "伟芳"},
    {"q": "wangwei"},
    {"q": "0013"},
    {"o": "1"},
)


class MemberList:
    """The list of one user."""

    def __init__(self, username: str) -> None:
        self.client = Client(SERVER_NAME="localhost")
        self.client.force_login(
            User.objects.get(username=username), backend="accounts.backends.RoleBackend"
        )
        self.url = reverse("admin:members_member_changelist")

    def page(self, params: dict[str, str]) -> None:
        """Have one page made."""
        answer = self.client.get(f"{self.url}?{urlencode(params)}")
        if answer.status_code != 200:
            raise RuntimeError(f"The list answers {answer.status_code} for {params}")

    def most_statements(self) -> int:
        """The statements of the page that takes most of them."""
        township = Member.objects.values_list("township_id", flat=True)[:1]
        pages = [{}, LAST, {"township__key__exact": str(township[0])}, *NARROWED]
        return max(map(self._statements, pages))

    def _statements(self, params: dict[str, str]) -> int:
        with statements() as found:
            self.page(params)
        return len(found)


def deep(members: int) -> dict[str, str]:
    """The page nine tenths of the way down, as the one before it links to it."""
    rows = Member.objects.filter(state__in=OPEN_STATES).order_by("-county_code", "-pk")
    county, key = rows.values_list("county_code", "pk")[members * 9 // 10]
    return {"p": f"after-{county}-{key}"}
