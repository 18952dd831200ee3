"""Where somebody puts a finding in order: the record, or the list to work through."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from cadres.models import Appointment
from compliance.choices import SubjectKind
from compliance.models import Finding
from compliance.selectors.areas import record_url
from compliance.selectors.explaining import Told
from federations.models import Federation
from policies.engine.kinds import Status
from townships.models import Union

Link = tuple[str, str]  # words of the button, address

# Rules about the unions of townships, which chairs see and counties change.
_OF_TOWNSHIP_UNIONS = frozenset({"R-ORG-06", "R-ORG-11", "R-NAM-05", "R-FIN-02", "R-RGT-13"})
# Rules about who holds which post.
_OF_POSTS = frozenset(
    {"R-CAD-01", "R-CAD-05", "R-CAD-06", "R-CAD-07", "R-CAD-10", "R-CAD-13", "R-CAD-14"}
)

# Rules about the running term of an organisation, which has a page of its own.
_OF_TERMS = frozenset(f"R-TRM-0{number}" for number in range(1, 6)) | {"R-TRM-09", "R-COM-06"}
_OF_MEETINGS = frozenset({"R-TRM-04", "R-TRM-09"})


@dataclass(frozen=True)
class Way:
    """A finding and its reader."""

    finding: Finding
    user: Any

    def may(self, permission: str) -> bool:
        """Whether the reader holds a permission where the finding lies."""
        scope = self.user.scope_for(permission)
        return bool(scope.covers(self.finding.county_code, self.finding.township_key))

    def record(self, model: str, permission: str) -> Link:
        """The record itself, to change it or to look at it."""
        url = reverse(f"admin:{model.replace('.', '_')}_change", args=[self.finding.subject_key])
        return (_("Record it") if self.may(permission) else _("See")), url

    def new(self, model: str, words: str) -> Link:
        """The form for a new record of the township; who may not add sees the list."""
        app, name = model.split(".")
        if not self.may(f"{app}.add_{name}"):
            return self.rows(model)
        township = urlencode({"township": self.finding.subject_key})
        return words, f"{reverse(f'admin:{app}_{name}_add')}?{township}"

    def rows(self, model: str, **filters: str) -> Link:
        """The list of the township, narrowed by filters."""
        chosen = urlencode({"township": self.finding.subject_key, **filters})
        base = reverse(f"admin:{model.replace('.', '_')}_changelist")
        return _("See the list"), f"{base}?{chosen}"


def record_link(finding: Finding, user: Any) -> Link:
    """Words and address of the button beside a finding."""
    way = Way(finding, user)
    if finding.subject == SubjectKind.FEDERATION:
        return _of_federation(way)
    if finding.subject in _OF_SPENDING:
        return _spent(way)
    own = _own_page(finding)
    if own is not None:
        return own(way)
    if finding.subject == SubjectKind.OFFICER:
        return _of_officer(way)
    if finding.subject in _RECORDS:
        return way.record(*_RECORDS[finding.subject])
    if finding.rule_id in _OF_POSTS:
        return _posts(way)
    if finding.subject == SubjectKind.UNION:
        # leads on to the form of its kind
        kind = "townshipunion" if finding.rule_id in _OF_TOWNSHIP_UNIONS else "grassrootsunion"
        return way.record("townships.union", f"townships.change_{kind}")
    return _of_township(way)


def _own_page(finding: Finding) -> Callable[[Way], Link] | None:
    """Rules about money and terms have pages of their own."""
    if finding.rule_id == "R-FND-31":
        return _of_levies
    if finding.rule_id in _OF_MONEY and not _asks_legal_person(finding):
        return _of_money
    return _of_terms if finding.rule_id in _OF_TERMS else None


# Rules about accounts, budgets and books, which have pages of their own.
_OF_MONEY = {
    "R-FIN-02": ("union_accounts", "funding.add_accountterm"),
    "R-FIN-03": ("union_accounts", "funding.add_accountterm"),
    "R-FIN-04": ("union_accounts", "funding.add_accountterm"),
    "R-FIN-01": ("union_budget", "funding.add_budget"),
    "R-FND-24": ("union_budget", "funding.add_budget"),
    "R-FIN-05": ("union_accounts", "funding.add_journalentry"),
}


# What is put in order in the record itself.
_RECORDS: dict[str, tuple[str, str]] = {
    SubjectKind.EMPLOYER: ("townships.employer", "townships.change_employer"),
    SubjectKind.SOCIAL_WORKER: ("cadres.socialworker", "cadres.change_socialworker"),
}
# What is judged of money going out, and who puts it in order.
_OF_SPENDING: dict[str, str] = {
    SubjectKind.DECISION: "funding.change_payment",
    SubjectKind.PAYMENT: "funding.change_payment",
    SubjectKind.GRANT: "funding.change_grant",
    SubjectKind.SHARE_TABLE: "policies.draft_provision",
}


def _spent(way: Way) -> Link:
    """The payment, allocation or grant; of shares the page of those in force."""
    finding = way.finding
    words = _("Check it") if way.may(_OF_SPENDING[finding.subject]) else _("See")
    if finding.subject == SubjectKind.SHARE_TABLE:
        return words, f"{reverse('shares')}?{urlencode({'place': finding.county_code})}"
    return words, record_url(finding.subject, finding.subject_key)


def _of_levies(way: Way) -> Link:
    """The levies of the county, which say for which township they count."""
    words = _("Record it") if way.may("funding.change_levy") else _("See")
    return words, f"{reverse('levies')}?{urlencode({'county': way.finding.county_code})}"


def _asks_legal_person(finding: Finding) -> bool:
    """Whether R-FIN-02 first waits for what stands in the record of the union."""
    return (
        finding.rule_id == "R-FIN-02" and Told(finding.verdict).values.get("legal_person") is None
    )


def _of_money(way: Way) -> Link:
    """How the account of the union is kept, the year of its budgets, or its books."""
    finding = way.finding
    name, permission = _OF_MONEY[finding.rule_id]
    key = finding.subject_key
    if finding.rule_id == "R-FND-24":  # the line stands in the budget of the next higher union
        rows = Union.objects.visible_to(way.user, "funding.view_budget")
        above = rows.filter(county_code=finding.county_code, subordinates__pk=key).first()
        key = str(above.pk) if above is not None else key
    year = Told(finding.verdict).values.get("year")
    query = f"?year={year}" if year and name == "union_budget" else ""
    words = _("Record it") if way.may(permission) else _("See")
    return words, f"{reverse(name, args=[key])}{query}"


def _of_terms(way: Way) -> Link:
    """The organisation's terms and elections; for a meeting that is missing, its form."""
    key = way.finding.subject_key
    if way.finding.rule_id in _OF_MEETINGS and way.may("cadres.add_meeting"):
        return _("Record the meeting"), f"{reverse('admin:cadres_meeting_add')}?union={key}"
    words = _("Re-elect") if way.may("cadres.add_term") else _("See")
    return words, reverse("union_terms", args=[key])


# Where what a rule asks of a federation is recorded; its founding file for everything else.
_PAGES_OF_FEDERATIONS = {
    "R-ORG-23": ("federation_coverage", "federations.add_coverage"),
    "R-NAM-03": ("federation_coverage", "federations.add_coverage"),
    "R-COM-10": ("federation_committee", "federations.change_seattofill"),
    "R-COM-11": ("federation_committee", "federations.change_seattofill"),
    "R-MTG-01": ("federation_year", "cadres.add_meeting"),
    "R-MTG-02": ("federation_year", "cadres.add_meeting"),
    "R-MTG-03": ("federation_year", "cadres.add_meeting"),
    "R-MTG-04": ("federation_year", "cadres.add_meeting"),
}


def _of_federation(way: Way) -> Link:
    finding = way.finding
    if finding.rule_id == "R-RGT-03":
        return _contracts(way)
    found = ("federation", "federations.change_federation")
    name, permission = _PAGES_OF_FEDERATIONS.get(finding.rule_id, found)
    url = reverse(name, args=[finding.subject_key])
    year = Told(finding.verdict).values.get("year")
    query = f"?year={year}" if name == "federation_year" and year else ""
    return (_("Record it") if way.may(permission) else _("See")), f"{url}{query}"


def _contracts(way: Way) -> Link:
    """The contracts of the organisation, found by its name."""
    words = _("Check them") if way.may("rights.change_collectivecontract") else _("See")
    query = urlencode({"q": way.finding.subject_label})
    return words, f"{reverse('admin:rights_collectivecontract_changelist')}?{query}"


def _of_officer(way: Way) -> Link:
    """The training of a leader, else the post."""
    if not way.finding.rule_id.startswith("R-TRN-"):
        return way.record("cadres.appointment", "cadres.change_appointment")
    may = way.may("cadres.add_attendance")
    return (_("Record the training") if may else _("See")), reverse("training")


def _posts(way: Way) -> Link:
    """A new post of a unit's union; of a township its line in the table of staffing."""
    if way.finding.subject == SubjectKind.TOWNSHIP:
        return _("See the staffing"), f"{reverse('staffing')}#{way.finding.subject_key}"
    may = way.may("cadres.add_appointment")
    if not may:
        return way.record("townships.union", "townships.change_grassrootsunion")
    new = reverse("admin:cadres_appointment_add")
    return _("Record the post"), f"{new}?{urlencode({'union': way.finding.subject_key})}"


def _of_township(way: Way) -> Link:
    finding = way.finding
    if finding.rule_id == "R-SOC-02":
        return way.rows("cadres.socialworker")
    if finding.verdict.status == Status.UNKNOWN:
        return way.new("townships.townshipstatistics", _("Record the figures"))
    if finding.rule_id == "R-ORG-12":
        return way.rows("townships.grassrootsunion", handover="ready", status="active")
    if finding.rule_id == "R-ORG-30":
        return _below_goal(way)
    if Told(finding.verdict).values.get("township_union_count") == 0:
        return way.new("townships.townshipunion", _("Record the union"))
    return way.rows("townships.townshipunion")


def _below_goal(way: Way) -> Link:
    """Units without a union, else the page of the township with those that have few members."""
    failed = {condition.measure for condition in Told(way.finding.verdict).failed}
    if "units_with_union" in failed:
        legal = {"union": "no", "is_legal_person__exact": "1", "status__exact": "open"}
        return way.rows("townships.employer", **legal)
    return _("See the list"), f"{reverse('township', args=[way.finding.subject_key])}#units"


def organisation_url(finding: Finding) -> str:
    """The page of the organisation that a finding is about; "" where it is about something else."""
    key: object = finding.subject_key if finding.subject == SubjectKind.UNION else None
    if finding.subject == SubjectKind.FEDERATION:
        rows = Federation.objects.in_county(finding.county_code).filter(pk=finding.subject_key)
        key = rows.values_list("union_id", flat=True).first()
    if finding.subject == SubjectKind.OFFICER:
        posts = Appointment.objects.in_county(finding.county_code).filter(pk=finding.subject_key)
        key = posts.values_list("union_id", flat=True).first()
    return reverse("organisation", args=[key]) if key else ""
