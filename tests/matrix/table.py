"""What every page answers to whom. A page that is not here fails the suite.

A new page needs one line: in ADMINS for a registered admin, in PAGES for everything else.

The roles that read get the page for records inside and below their place, those that write may
send its form. Who may only read gets 403 for a form, who may not even read `refused`. Whoever is
outside gets 404 in any case, and whoever is not signed in is sent to the sign-in.
"""

from dataclasses import dataclass, replace

NOBODY: frozenset[str] = frozenset()
ADMIN = frozenset({"admin", "local_admin"})  # system administrators: of the country, of 林州
OFFICE = ADMIN | {"county"}
KEEPERS = OFFICE | {"chair"}
IMPORTS = KEEPERS | {"auditor"}
ALL = IMPORTS | {"province", "city"}
REVEALERS = frozenset({"county"})
POLICY = OFFICE | {"city", "province"}  # offices that write and release policy
ORDERERS = OFFICE | {"province", "city"}


@dataclass(frozen=True)
class Page:
    """One address.

    `target` is the kind of record in it (empty: none); `levels` limits a division to some levels.
    `lists` says that the page shows records of that kind (empty: none), `public` that nobody has to
    sign in. `get` and `post` say which methods exist. `everywhere`: the record belongs to no place.
    `own`: it belongs to the user "county" alone, who finds it wherever he works.
    """

    target: str = ""
    read: frozenset[str] = ALL
    write: frozenset[str] = NOBODY
    refused: int = 403
    get: bool = True
    post: bool = True
    lists: str = ""
    levels: tuple[int, ...] = ()
    public: bool = False
    everywhere: bool = False
    own: bool = False


@dataclass(frozen=True)
class Admin:
    """The standard pages of one registered admin: list, add, change, history, delete.

    `refused` is what the pages of a record answer to those who may not read. `start` is added to
    the address of a new record, where the form depends on it; `writes` is the permission that says
    for which places a form may offer records (empty: to change the record itself).
    """

    target: str
    read: frozenset[str] = ALL
    add: frozenset[str] = NOBODY
    change: frozenset[str] = NOBODY
    everywhere: bool = False
    lists: str | None = None
    refused: int = 403
    start: str = ""
    writes: str = ""

    def pages(self) -> dict[str, Page]:
        """The pages by the last part of their URL name."""
        record = Page(self.target, read=self.read, everywhere=self.everywhere, refused=self.refused)
        shown = self.target if self.lists is None else self.lists
        return {
            "changelist": Page(lists=shown, read=self.read, write=self.read),
            "add": Page(read=self.add, write=self.add),
            "change": replace(record, write=self.change),
            "history": replace(record, write=self.read),
            "delete": replace(record, read=NOBODY, refused=404),
        }


ADMINS: dict[str, Admin] = {
    "accounts.user": Admin("user", read=ADMIN, add=ADMIN, change=ADMIN, refused=404),
    "townships.division": Admin("division", add=ADMIN, change=ADMIN, lists=""),
    "townships.townshipstatistics": Admin("statistics", add=KEEPERS, change=KEEPERS),
    "townships.union": Admin("federation", change=OFFICE, lists="grassroots union"),
    "townships.townshipunion": Admin("township union", add=OFFICE, change=OFFICE),
    "townships.grassrootsunion": Admin("grassroots union", add=KEEPERS, change=KEEPERS),
    "townships.employer": Admin("employer", add=KEEPERS, change=KEEPERS),
    "federations.federation": Admin("industry federation", change=OFFICE),
    "members.member": Admin("member", add=KEEPERS, change=KEEPERS),
    "cadres.person": Admin("cadre", add=KEEPERS, change=KEEPERS),
    "cadres.appointment": Admin("post", add=KEEPERS, change=KEEPERS),
    "history.change": Admin("change"),
    "cadres.term": Admin("term", change=OFFICE),
    "cadres.meeting": Admin("meeting", add=KEEPERS, change=KEEPERS),
    "cadres.organisationbody": Admin("body", add=OFFICE, change=OFFICE),
    "cadres.delegate": Admin("delegate", add=KEEPERS, change=KEEPERS),
    "cadres.proposal": Admin("proposal", add=KEEPERS, change=KEEPERS),
    "cadres.socialworker": Admin("social worker", add=OFFICE, change=OFFICE),
    "cadres.trainingplan": Admin("training plan", add=OFFICE, change=OFFICE),
    "cadres.training": Admin("training", add=OFFICE, change=OFFICE),
    "cadres.attendance": Admin("attendance", add=OFFICE, change=OFFICE),
    "cadres.allowance": Admin("allowance", add=OFFICE, change=OFFICE),
    "rights.workrecord": Admin("work", add=KEEPERS, change=KEEPERS),
    "rights.collectivecontract": Admin("contract", add=KEEPERS, change=KEEPERS),
    "funding.yearinput": Admin("year input", add=OFFICE, change=OFFICE),
    "funding.grant": Admin("grant", add=OFFICE, change=OFFICE),
    "funding.levy": Admin("levy", add=OFFICE, change=OFFICE),
    "funding.levypayment": Admin("levy payment", add=OFFICE),
    "funding.sharetable": Admin(
        "share table",
        add=POLICY,
        everywhere=True,
        lists="",
        writes="policies.draft_provision",
    ),
    "policies.policydocument": Admin(
        "document",
        add=POLICY,
        everywhere=True,
        lists="",
        writes="policies.draft_provision",
    ),
    "policies.provision": Admin(
        "provision",
        add=POLICY,
        everywhere=True,
        lists="",
        start="?rule=R-ORG-02",
        writes="policies.draft_provision",
    ),
}

_EXPORT = Page(lists="", post=False)
_TASK = Page("member", read=KEEPERS, write=KEEPERS, refused=404)
_BATCH = Page("batch", read=IMPORTS, write=KEEPERS, refused=404)
_OWN = Page("export", read=REVEALERS, write=REVEALERS, refused=404, own=True)
_ACCOUNT = Page("user", read=ADMIN, write=ADMIN, refused=404)
_DRAFT = Page("draft provision", read=POLICY, write=POLICY, refused=404)
_FINDING = Page("finding", post=False)
_HANDLED = Page("finding", get=False, write=KEEPERS)
_FEDERATION = Page("industry federation", post=False)
_LED = Page("industry federation", get=False, write=OFFICE)
_WAIVED = Page("finding", get=False, write=OFFICE)
_COUNTY_MONEY = Page(read=ALL - {"chair"}, refused=404)
_ALLOCATION = Page("allocation", read=ALL - {"chair"}, refused=404)
_SCHEME = Page("scheme", read=ALL - {"chair"}, refused=404)
_CLOSING = Page(read=OFFICE, write=OFFICE, refused=404)

# By the route as it stands in the urls.py; `<…>` takes the key of the target.
PAGES: dict[str, Page] = {
    # dashboards
    "": Page(post=False),
    "search/": Page(write=ALL),
    "township/<str:key>/": Page("division", levels=(9,), post=False),
    "township/<str:key>/month/": Page("division", levels=(9,), post=False),
    "county/": Page(read=ALL - {"chair"}, refused=404, post=False),
    "county/export/": Page(read=ALL - {"chair"}, refused=404, post=False),
    "county/<str:key>/": Page("division", levels=(6,), post=False),
    "county/<str:key>/month/": Page("division", levels=(6,), post=False),
    "county/<str:key>/export/": Page("division", levels=(6,), post=False),
    "region/<str:key>/": Page("division", levels=(2, 4), post=False),
    "region/<str:key>/export/": Page("division", levels=(2, 4), post=False),
    "reports/": Page(post=False),
    "reports/<slug:name>/": Page(post=False),
    "reports/<slug:name>/export/": Page(post=False),
    "reports/<slug:name>/how/<slug:column>/": Page(post=False),
    "figures/": Page(post=False),
    "figures/<str:key>/": Page("division", levels=(2, 4, 6, 9), post=False),
    # calendar and simulator
    "calendar/": Page(post=False),
    "calendar/address/": Page(get=False, read=NOBODY, write=NOBODY, refused=404),  # says no action
    "calendar/feed/<str:secret>.ics": Page("feed", post=False, public=True, everywhere=True),
    "policies/simulator/": Page(read=ALL - {"chair"}, refused=404, post=False),
    # no document is loaded, so there is no rule to try
    "policies/simulator/export/": Page(read=NOBODY, refused=404, post=False),
    # sign-in
    "accounts/sign-in/": Page(public=True),
    "accounts/sign-out/": Page(get=False, write=ALL, public=True),
    "accounts/password/": Page(write=ALL),
    "accounts/language/": Page(get=False, write=ALL, public=True),
    # admin
    "admin/": Page(write=ALL),
    "admin/login/": Page(write=ALL, public=True),
    "admin/logout/": Page(get=False, write=ALL),
    "admin/password_change/": Page(write=ALL),
    "admin/password_change/done/": Page(write=ALL),
    "admin/jsi18n/": Page(post=False),
    "admin/autocomplete/": Page(read=NOBODY, post=False),  # without a field; see test_autocomplete…
    "admin/r/<path:content_type_id>/<path:object_id>/": Page(read=NOBODY, refused=404),
    "admin/accounts/user/<path:object_id>/password/": _ACCOUNT,
    "admin/accounts/user/<path:object_id>/unlock/": _ACCOUNT,
    "admin/townships/division/<path:object_id>/renumber/": Page(
        "division", read=ADMIN, write=ADMIN, refused=404
    ),
    "admin/townships/townshipunion/<path:object_id>/close/": replace(
        _CLOSING, target="township union"
    ),
    "admin/townships/grassrootsunion/<path:object_id>/close/": replace(
        _CLOSING, target="grassroots union"
    ),
    "admin/townships/grassrootsunion/hand-over/": Page(
        get=False, read=OFFICE, write=OFFICE, refused=404
    ),
    "admin/townships/employer/export/": replace(_EXPORT, lists="employer"),
    "admin/townships/union/export/": replace(_EXPORT, lists="grassroots union"),
    "admin/townships/townshipunion/export/": replace(_EXPORT, lists="township union"),
    "admin/townships/grassrootsunion/export/": replace(_EXPORT, lists="grassroots union"),
    "admin/townships/townshipstatistics/export/": replace(_EXPORT, lists="statistics"),
    "admin/policies/policydocument/<path:object_id>/release/": replace(
        _DRAFT, target="draft document"
    ),
    "admin/policies/policydocument/<path:object_id>/discard/": replace(
        _DRAFT, target="draft document"
    ),
    "admin/policies/provision/<path:object_id>/release/": _DRAFT,
    "admin/policies/provision/<path:object_id>/discard/": _DRAFT,
    "admin/members/member/search/": Page(write=ALL),
    "admin/members/member/<path:object_id>/transfer/": _TASK,
    "admin/members/member/<path:object_id>/end/": _TASK,
    "admin/members/member/<path:object_id>/keep/": _TASK,
    "admin/members/member/<path:object_id>/correct/": _TASK,
    "admin/members/member/<path:object_id>/resume/": replace(_TASK, read=NOBODY, write=NOBODY),
    "admin/members/member/<path:object_id>/reveal/": Page(
        "member", read=REVEALERS, write=REVEALERS, refused=404
    ),
    "admin/members/member/export/": Page(write=ALL, lists=""),
    "admin/members/member/exports/<int:pk>/": _OWN,
    # not written yet: even he who asked for it finds nothing
    "admin/members/member/exports/<int:pk>/file/": replace(_OWN, read=NOBODY, write=NOBODY),
    "admin/cadres/person/search/": Page(write=ALL),
    "admin/cadres/person/export/": replace(_EXPORT, lists="cadre"),
    "admin/cadres/person/<path:object_id>/reveal/": Page(
        "cadre", read=REVEALERS, write=REVEALERS, refused=404
    ),
    "admin/cadres/appointment/export/": replace(_EXPORT, lists="post"),
    "admin/cadres/appointment/<path:object_id>/end/": Page(
        "post", read=KEEPERS, write=KEEPERS, refused=404
    ),
    "admin/cadres/appointment/<path:object_id>/annul/": Page(
        "post", read=KEEPERS, write=KEEPERS, refused=404
    ),
    # terms and elections
    "terms/": Page(post=False, lists="term"),
    "terms/export/": Page(post=False),
    "terms/record/": Page(get=False, write=OFFICE),
    "terms/union/<int:union_id>/": Page("grassroots union", post=False),
    "terms/union/<int:union_id>/open/": Page("grassroots union", read=OFFICE, write=OFFICE),
    "terms/<int:term_id>/change/": Page("term", read=OFFICE, write=OFFICE),
    "terms/<int:term_id>/document/<slug:document>/": Page("term", post=False),
    "terms/templates/": Page(read=OFFICE, write=OFFICE),
    "terms/templates/<slug:document>/": Page(read=OFFICE, post=False),
    "admin/cadres/meeting/export/": replace(_EXPORT, lists="meeting"),
    "admin/cadres/delegate/<path:object_id>/replace/": Page(
        "delegate", read=KEEPERS, write=KEEPERS, refused=404
    ),
    # staffing and training
    "staffing/": Page(post=False),
    "staffing/export/": Page(post=False),
    "training/": Page(post=False),
    "admin/cadres/socialworker/export/": replace(_EXPORT, lists="social worker"),
    "admin/cadres/trainingplan/export/": replace(_EXPORT, lists="training plan"),
    "admin/cadres/training/export/": replace(_EXPORT, lists="training"),
    "admin/cadres/attendance/export/": replace(_EXPORT, lists="attendance"),
    "admin/cadres/allowance/export/": replace(_EXPORT, lists="allowance"),
    # rights and duties
    "admin/rights/workrecord/export/": replace(_EXPORT, lists="work"),
    "admin/rights/collectivecontract/export/": replace(_EXPORT, lists="contract"),
    # levies and shares
    "funding/levies/": Page(post=False),
    "funding/levies/export/": Page(post=False),
    "funding/paid-up/<str:key>/": Page("division", levels=(6, 9), post=False),
    "funding/shares/": Page(post=False),
    "admin/funding/levy/export/": replace(_EXPORT, lists="levy"),
    "admin/funding/levypayment/export/": replace(_EXPORT, lists="levy payment"),
    "admin/funding/levypayment/<path:object_id>/reverse/": Page(
        "levy payment", read=OFFICE, write=OFFICE, refused=404
    ),
    "admin/funding/sharetable/<path:object_id>/release/": replace(
        _DRAFT, target="draft share table"
    ),
    "admin/funding/sharetable/<path:object_id>/discard/": replace(
        _DRAFT, target="draft share table"
    ),
    # policies
    "policies/in-force/": Page(post=False),
    # compliance
    "compliance/": Page(post=False, lists="finding"),
    "compliance/assign/": Page(get=False, write=KEEPERS),
    "compliance/export/": Page(post=False, lists="finding"),
    "compliance/check/": Page(get=False, write=OFFICE),
    "compliance/progress/": Page(post=False),
    "compliance/order/": Page(read=ORDERERS, write=ORDERERS),
    "compliance/verdict/<int:verdict_id>/": Page("verdict", post=False),
    "compliance/<int:finding_id>/": _FINDING,
    "compliance/<int:finding_id>/assign/": _HANDLED,
    "compliance/<int:finding_id>/note/": _HANDLED,
    "compliance/<int:finding_id>/waive/": _WAIVED,
    "compliance/<int:finding_id>/unwaive/": _WAIVED,
    # organisations and federations
    "organisations/<int:union_id>/": Page("grassroots union", post=False),
    "admin/federations/federation/export/": replace(_EXPORT, lists="industry federation"),
    "federations/start/": Page(read=OFFICE, write=OFFICE),
    "federations/name/": Page(read=OFFICE, post=False),
    "federations/incomplete/": Page(post=False, lists="grassroots union"),
    "federations/complete/<int:union_id>/": Page("grassroots union", read=OFFICE, write=OFFICE),
    "federations/<int:pk>/": _FEDERATION,
    "federations/<int:pk>/gate/": _LED,
    "federations/<int:pk>/item/": _LED,
    "federations/<int:pk>/coverage/": replace(_FEDERATION, write=OFFICE, post=True),
    "federations/<int:pk>/coverage/end/": _LED,
    "federations/<int:pk>/coverage/scattered/": _LED,
    "federations/<int:pk>/committee/": _FEDERATION,
    "federations/<int:pk>/committee/heads/": _LED,
    "federations/<int:pk>/committee/fill/": _LED,
    "federations/<int:pk>/committee/add/": _LED,
    "federations/<int:pk>/year/": replace(_FEDERATION, write=KEEPERS, post=True),
    # money: allocations, schemes, statements
    "admin/funding/yearinput/export/": replace(_EXPORT, lists="year input"),
    "funding/allocations/": replace(_COUNTY_MONEY, write=OFFICE),
    "funding/allocations/<int:pk>/": replace(_ALLOCATION, post=False),
    "funding/allocations/<int:pk>/step/": replace(_ALLOCATION, get=False, write=OFFICE),
    "funding/allocations/<int:pk>/export/": replace(_ALLOCATION, post=False),
    "funding/inputs/": replace(_COUNTY_MONEY, write=OFFICE),
    "funding/schemes/": replace(_COUNTY_MONEY, post=False),
    "funding/schemes/new/": Page(read=OFFICE, write=OFFICE),
    "funding/schemes/preview/": Page(get=False, read=OFFICE, write=OFFICE),
    "funding/schemes/<int:pk>/": replace(_SCHEME, post=False),
    "funding/schemes/<int:pk>/edit/": replace(_SCHEME, read=OFFICE, write=OFFICE),
    "funding/schemes/<int:pk>/release/": replace(_SCHEME, get=False, write=OFFICE),
    "funding/statement/<str:township>/": Page("division", levels=(9,), post=False),
    "funding/statement/<str:township>/file/": Page("division", levels=(9,), post=False),
    # grants and payments
    "admin/funding/grant/export/": replace(_EXPORT, lists="grant"),
    "funding/grants/": Page(post=False, lists="grant"),
    "funding/grants/export/": Page(post=False, lists="grant"),
    "funding/payments/": Page(post=False, lists="payment"),
    "funding/payments/export/": Page(post=False, lists="payment"),
    "funding/payments/log/": Page(post=False, lists="payment"),
    "funding/payments/log/export/": Page(post=False, lists="payment"),
    "funding/payments/new/": Page(read=OFFICE, write=OFFICE),
    "funding/payments/many/": Page(get=False, write=OFFICE),
    "funding/payments/allocation/<int:pk>/": Page("payable allocation", get=False, write=OFFICE),
    "funding/payments/<int:pk>/": Page("payment", post=False),
    "funding/payments/<int:pk>/change/": Page("payment", read=OFFICE, write=OFFICE),
    "funding/payments/<int:pk>/step/<slug:action>/": Page("payment", get=False, write=OFFICE),
    "funding/payments/<int:pk>/receipt/": Page("payment", get=False, write=KEEPERS),
    "funding/payments/<int:pk>/reverse/": Page("payment", get=False, write=OFFICE),
    # accounts and budgets
    "funding/ledgers/": Page(post=False, lists="grassroots union"),
    "funding/ledgers/export/": Page(post=False, lists="grassroots union"),
    "funding/ledgers/union/<int:pk>/": Page("grassroots union", write=OFFICE),
    "funding/ledgers/union/<int:pk>/bank/": Page("grassroots union", get=False, write=OFFICE),
    "funding/ledgers/<int:pk>/": Page("sub-ledger", write=OFFICE),
    "funding/ledgers/<int:pk>/close/": Page("sub-ledger", get=False, write=OFFICE),
    "funding/ledgers/<int:pk>/reverse/": Page("sub-ledger", get=False, write=OFFICE),
    "funding/ledgers/<int:pk>/export/": Page("sub-ledger", post=False),
    "funding/budgets/": Page(post=False, lists="grassroots union"),
    "funding/budgets/export/": Page(post=False, lists="grassroots union"),
    "funding/budgets/union/<int:pk>/": Page("grassroots union", post=False),
    "funding/budgets/union/<int:pk>/draft/": Page("grassroots union", get=False, write=OFFICE),
    "funding/budgets/union/<int:pk>/audit/": Page("grassroots union", get=False, write=OFFICE),
    "funding/budgets/union/<int:pk>/export/": Page("grassroots union", post=False),
    "funding/budgets/<int:pk>/": Page("budget", write=OFFICE),
    "funding/budgets/<int:pk>/template/": Page("budget", post=False, read=OFFICE),
    "funding/budgets/<int:pk>/freeze/": Page("budget", get=False, write=OFFICE),
    # documents
    "documents/<int:union_id>/": Page("grassroots union", write=KEEPERS),
    "documents/file/<int:attachment_id>/": Page("attachment", post=False),
    "documents/file/<int:attachment_id>/remove/": Page("attachment", read=KEEPERS, write=KEEPERS),
    # imports
    "imports/": Page(read=IMPORTS, post=False, lists="batch"),
    "imports/new/<slug:kind>/": Page(read=KEEPERS, write=KEEPERS),
    "imports/template/<slug:kind>/": Page(read=KEEPERS, post=False),
    "imports/<int:batch_id>/": replace(_BATCH, post=False),
    "imports/<int:batch_id>/progress/": replace(_BATCH, post=False),
    "imports/<int:batch_id>/confirm/": replace(_BATCH, get=False),
    "imports/<int:batch_id>/discard/": replace(_BATCH, get=False),
    "imports/<int:batch_id>/dismiss/": replace(_BATCH, get=False),
    "imports/<int:batch_id>/retry/": replace(_BATCH, get=False),
    "imports/<int:batch_id>/undo/": _BATCH,
    "imports/<int:batch_id>/errors/": replace(_BATCH, read=KEEPERS, post=False),
}

# What else stands in a route: a value that the page knows.


ARGUMENTS = {
    "kind": "members",
    "name": "coverage",
    "column": "unions",
    "document": "reply",
    "action": "review",
}
