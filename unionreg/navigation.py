"""The menu: what somebody can do, in the words of the offices, by task instead of by table.

An entry whose page does not exist or whose permission is missing is left out, so that no link leads
nowhere. Nothing here reads the database but the user's assignments.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import User
from accounts.permissions import role_allows

Text = str | Promise


@dataclass(frozen=True)
class Entry:
    """One line of the menu.

    `permission` "" means everybody; `place` adds the key of the user's township to the address;
    `key` is the letter that leads there after g; `counted`: the number of open findings stands
    behind it; `also`: how the addresses of other pages begin that are reached from this one.
    """

    label: Text
    icon: str
    url_name: str
    permission: str = ""
    place: bool = False
    key: str = ""
    counted: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Entries under one heading."""

    label: Text
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Link:
    """An entry that leads somewhere for this user."""

    label: Text
    icon: str
    url: str
    key: str = ""
    current: bool = False
    counted: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A group with the links that remain."""

    label: Text
    links: list[Link]


HOME = Entry(_("Home"), "home", "home", key="h")
COMPLIANCE = Entry(
    _("Compliance list"),
    "shield",
    "compliance_list",
    "compliance.view_finding",
    key="f",
    counted=True,
)
_GRASSROOTS = Entry(
    _("Grassroots unions"),
    "union",
    "admin:townships_grassrootsunion_changelist",
    "townships.view_grassrootsunion",
)
_EMPLOYERS = Entry(
    _("Employers"), "employer", "admin:townships_employer_changelist", "townships.view_employer"
)
_MEMBERS = Entry(
    _("Members"), "members", "admin:members_member_changelist", "members.view_member", key="m"
)
_STATISTICS = Entry(
    _("Township statistics"),
    "table",
    "admin:townships_townshipstatistics_changelist",
    "townships.view_townshipstatistics",
)
_IMPORTS = Entry(_("Import from Excel"), "upload", "imports:list", "imports.view_importbatch")
_DOCUMENTS = Entry(
    _("Policy documents"),
    "document",
    "admin:policies_policydocument_changelist",
    "policies.view_policydocument",
)
_IN_FORCE = Entry(_("In force here"), "eye", "in_force", "policies.view_provision")
_CHANGES = Entry(
    _("Change history"), "history", "admin:history_change_changelist", "history.view_change"
)

_REPORTS = Entry(_("Reports"), "pie", "reports", "townships.view_townshipsummary")
_FEDERATIONS = Entry(
    _("Federations (menu)"),
    "township-union",
    "admin:federations_federation_changelist",
    "federations.view_federation",
)
_CADRES = Entry(_("Cadres"), "person", "admin:cadres_person_changelist", "cadres.view_person")
_POSTS = Entry(
    _("Posts held"), "card", "admin:cadres_appointment_changelist", "cadres.view_appointment"
)
_TERMS = Entry(_("Terms and elections"), "tasks", "terms", "cadres.view_term")
_SOCIAL_WORKERS = Entry(
    _("Social union workers"),
    "users",
    "admin:cadres_socialworker_changelist",
    "cadres.view_socialworker",
)
_STAFFING = Entry(_("Staffing"), "table", "staffing", "cadres.view_appointment")
_ALLOWANCES = Entry(
    _("Allowances"), "document", "admin:cadres_allowance_changelist", "cadres.view_allowance"
)
_TRAINING = Entry(_("Training"), "book", "training", "cadres.view_training")

_RIGHTS = (
    Entry(_("Work log"), "tasks", "admin:rights_workrecord_changelist", "rights.view_workrecord"),
    Entry(
        _("Collective contracts"),
        "document",
        "admin:rights_collectivecontract_changelist",
        "rights.view_collectivecontract",
    ),
)

_MONEY = (
    Entry(
        _("Levies and arrears"),
        "table",
        "levies",
        "funding.view_levy",
        also=("/funding/paid-up/", "/admin/funding/levy"),
    ),
    Entry(
        _("Allocations of the year"),
        "pie",
        "allocations",
        "funding.view_allocation",
        also=(
            *("/funding/schemes/", "/funding/inputs/", "/funding/shares/", "/funding/statement/"),
            *("/admin/funding/sharetable/", "/admin/funding/yearinput/"),
        ),
    ),
    Entry(_("Payments"), "card", "payments", "funding.view_payment"),
    Entry(
        _("Earmarked grants"),
        "tasks",
        "grants",
        "funding.view_grant",
        also=("/admin/funding/grant/",),
    ),
    Entry(_("Accounts and ledgers"), "book", "ledgers", "funding.view_ledger"),
    Entry(_("Budgets and final accounts"), "document", "budgets", "funding.view_budget"),
)
_STATEMENT = Entry(
    _("Statement of funds"), "document", "statement", "funding.view_allocation", place=True
)

_CALENDAR = Entry(_("Calendar"), "calendar", "calendar", "compliance.view_finding")

OFFICE_MENU = (
    Group("", (HOME, COMPLIANCE, _CALENDAR)),
    Group(
        _("Organisations"),
        (
            Entry(_("County overview"), "chart", "county_dashboard", key="c"),
            Entry(
                _("Township unions"),
                "township-union",
                "admin:townships_townshipunion_changelist",
                "townships.view_townshipunion",
            ),
            _GRASSROOTS,
            _FEDERATIONS,
            _EMPLOYERS,
            _STATISTICS,
            _REPORTS,
        ),
    ),
    Group(_("People"), (_MEMBERS, _CADRES, _POSTS, _SOCIAL_WORKERS)),
    Group(_("Terms and staffing"), (_TERMS, _STAFFING, _TRAINING, _ALLOWANCES)),
    Group(_("Rights and duties"), _RIGHTS),
    Group(_("Money"), _MONEY),
    Group(
        _("Data and policy"),
        (
            _IMPORTS,
            _CHANGES,
            _IN_FORCE,
            _DOCUMENTS,
            Entry(
                _("Provisions"),
                "book",
                "admin:policies_provision_changelist",
                "policies.view_provision",
            ),
            Entry(_("Policy simulator"), "sliders", "simulator", "policies.simulate"),
        ),
    ),
    Group(
        _("Settings"),
        (
            Entry(_("Users"), "users", "admin:accounts_user_changelist", "accounts.view_user"),
            Entry(
                _("Divisions"),
                "place",
                "admin:townships_division_changelist",
                "townships.change_division",
            ),
        ),
    ),
)

CHAIR_MENU = (
    Group("", (HOME, COMPLIANCE, _CALENDAR)),
    Group(
        _("My township"),
        (
            Entry(_("Township overview"), "chart", "township", place=True),
            Entry(
                _("Union of the township"),
                "township-union",
                "admin:townships_townshipunion_changelist",
                "townships.view_townshipunion",
            ),
            _GRASSROOTS,
            _EMPLOYERS,
            _MEMBERS,
        ),
    ),
    Group(_("Cadres"), (_CADRES, _POSTS, _TERMS, _STAFFING, _TRAINING, _ALLOWANCES)),
    Group(_("Rights and duties"), _RIGHTS),
    Group(_("Money"), (_STATEMENT, *_MONEY[2:])),
    Group(_("Data"), (_IMPORTS, _STATISTICS, _REPORTS, _IN_FORCE, _DOCUMENTS, _CHANGES)),
)

TAB_BAR = (HOME, COMPLIANCE, _MEMBERS, Entry(_("Search"), "search", "search"))


def allowed(user: User, permission: str) -> bool:
    """Whether one of the user's roles carries the permission, wherever that may be."""
    if not permission or user.is_superuser:
        return True
    return any(role_allows(a.role, permission) for a in user.active_assignments)


def is_chair(user: User) -> bool:
    """Whether the user works for townships only."""
    roles = {a.role for a in user.active_assignments}
    return not user.is_superuser and roles == {Role.CHAIR}


def address(entry: Entry, place: str) -> str | None:
    """The URL of an entry; None when the page does not exist here."""
    if entry.place and not place:
        return None
    arguments: list[Any] = [place] if entry.place else []
    try:
        return reverse(entry.url_name, args=arguments)
    except NoReverseMatch:
        return None


def links(user: User, entries: Iterable[Entry], place: str) -> list[Link]:
    """The entries that the user may follow."""
    found = [(e, address(e, place)) for e in entries if allowed(user, e.permission)]
    return [
        Link(e.label, e.icon, url, e.key, counted=e.counted, also=e.also) for e, url in found if url
    ]


def current_url(path: str, urls: Iterable[str]) -> str:
    """The link that the page lies below: the longest that begins its path; "/" only itself."""
    fitting = [u for u in urls if path == u or (u != "/" and path.startswith(u))]
    return max(fitting, key=len, default="")
