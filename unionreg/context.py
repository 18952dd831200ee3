"""Context of the shell: who is signed in, what he sees, where he can go.

Everything is lazy, so that partial pages and mails pay nothing. A whole page costs two queries of
its own at most (the name of a chair's union, the number of open findings); the user's assignments
and places are what the page needs anyway.
"""

from dataclasses import replace
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Assignment, User
from compliance.selectors.findings import MOST_COUNTED, open_number
from townships.choices import OPEN_STATUSES, Level, UnionKind
from townships.models import Division, Union
from unionreg import navigation
from unionreg.navigation import Link, Section


class Shell:
    """What `templates/base.html` asks for, for one request."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def user(self) -> User | None:
        """The person signed in."""
        user = getattr(self.request, "user", None)
        return user if isinstance(user, User) or getattr(user, "is_authenticated", False) else None

    @property
    def language(self) -> str:
        """The language of the page as browsers name it."""
        return "zh-Hans" if get_language() == "zh-hans" else get_language() or ""

    @property
    def languages(self) -> list[tuple[str, str, bool]]:
        """Code, name in the language itself, and whether it is the one in use."""
        names = {"zh-hans": "中文", "en": "English"}
        return [(code, names[code], code == get_language()) for code, _name in settings.LANGUAGES]

    @property
    def demo(self) -> bool:
        """Whether the account belongs to the made-up data."""
        return bool(self.user and self.user.is_demo)

    @cached_property
    def _assignments(self) -> list[Assignment]:
        return self.user.active_assignments if self.user else []

    @cached_property
    def role(self) -> str:
        """The roles of the user, once each."""
        names = dict.fromkeys(str(a.get_role_display()) for a in self._assignments)
        return _(", ").join(names)

    @cached_property
    def title(self) -> str:
        """Whose data one sees: 林州市总工会, 临淇镇工会联合会, the whole country."""
        if not self.user:
            return ""
        if not self._assignments or self._assignments[0].division is None:
            return _("The whole country") if self.user.scope.nationwide else _("No place yet")
        title = office_name(self._assignments[0].division)
        others = len(self._assignments) - 1
        if not others:
            return title
        return _("%(place)s and %(count)s more") % {"place": title, "count": others}

    @cached_property
    def _place(self) -> str:
        """Key of the chair's township, else empty."""
        division = self._assignments[0].division if self._assignments else None
        return division.key if division and division.level == Level.TOWNSHIP else ""

    @cached_property
    def sections(self) -> list[Section]:
        """The menu, empty groups left out, the current link marked."""
        if not self.user:
            return []
        menu = navigation.CHAIR_MENU if navigation.is_chair(self.user) else navigation.OFFICE_MENU
        sections = [
            Section(g.label, navigation.links(self.user, g.entries, self._place)) for g in menu
        ]
        every = [link for section in sections for link in section.links]
        begins = {begin: link.url for link in every for begin in (*link.also, link.url)}
        here = begins.get(navigation.current_url(self.request.path, begins), "")
        return [Section(s.label, _marked(s.links, here)) for s in sections if s.links]

    @cached_property
    def waiting(self) -> str:
        """The number of open findings, "" for none; one query that stops counting at the limit."""
        number = open_number(self.user) if self.user else 0
        if number > MOST_COUNTED:
            return f"{MOST_COUNTED}+"
        return str(number or "")

    @cached_property
    def section(self) -> Section | None:
        """The group that the page belongs to."""
        return next((s for s in self.sections if any(link.current for link in s.links)), None)

    @cached_property
    def tabs(self) -> list[Link]:
        """The entries of the bar on phones; a last one opens the menu."""
        if not self.user:
            return []
        links = navigation.links(self.user, navigation.TAB_BAR, self._place)
        return _marked(links, navigation.current_url(self.request.path, [k.url for k in links]))


def _marked(links: list[Link], here: str) -> list[Link]:
    return [replace(link, current=link.url == here) for link in links]


def office_name(division: Division) -> str:
    """The union office of a place: its federation, in a township the union registered there."""
    if division.level < Level.TOWNSHIP:
        return _("%(place)s Federation of Trade Unions") % {"place": division.name}
    name = (
        Union.objects.filter(
            county_code=division.parent_id,
            township=division,
            kind=UnionKind.TOWNSHIP,
            status__in=OPEN_STATUSES,
        )
        .values_list("name", flat=True)
        .first()
    )
    return name or division.name


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor; the same object for every template of a request."""
    if not hasattr(request, "_unionreg_shell"):
        request._unionreg_shell = Shell(request)  # type: ignore[attr-defined]
    return {"shell": request._unionreg_shell}  # type: ignore[attr-defined]
