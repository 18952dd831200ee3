"""Which records lie behind the inputs of a verdict. The lists show only what the reader may see."""

from urllib.parse import urlencode

from django.urls import reverse

from compliance.choices import SubjectKind
from compliance.models import StoredVerdict
from compliance.selectors.areas import record_url
from townships.choices import GRASSROOTS_KINDS, UnionKind
from townships.models import Union

STATISTICS = frozenset(
    {"worker_count", "firm_count", "employed_2nd_3rd_sector", "legal_person_units"}
)
UNIONS = frozenset({"grassroots_union_count", "union_count", "covered_unions", "joint_unit_count"})
POSTS = frozenset(
    {"chairs", "fulltime_leaders", "fulltime_staff", "fulltime_vices", "parttime_vices"}
    | {"fulltime_officers", "chair_appointment", "chair_in_party_committee"}
    | {"chair_is_deputy_secretary"}
)
COVERED = {"union": "yes", "is_legal_person__exact": 1, "status__exact": "open"}


def subject_url(verdict: StoredVerdict) -> str:
    """The page of the record that was judged; empty when it is gone."""
    if verdict.subject == SubjectKind.UNION:
        return _union_url(verdict)
    return record_url(verdict.subject, verdict.subject_key)


def _union_url(verdict: StoredVerdict) -> str:
    rows = Union.objects.in_county(verdict.county_code).filter(pk=verdict.subject_key)
    kind = rows.values_list("kind", flat=True).first()
    if kind is None:
        return ""
    return reverse(f"admin:townships_{_admin_of(kind)}_change", args=[verdict.subject_key])


def _admin_of(kind: str) -> str:
    if kind == UnionKind.TOWNSHIP:
        return "townshipunion"
    return "grassrootsunion" if kind in GRASSROOTS_KINDS else "union"


def rows_url(verdict: StoredVerdict, measure: str, record: str) -> str:
    """Where an input of a verdict comes from; `record` is the page of the subject itself."""
    if verdict.subject == SubjectKind.UNION and measure == "member_count":
        return _list("members_member", union__id__exact=verdict.subject_key)
    if verdict.subject != SubjectKind.TOWNSHIP:
        return record
    if measure in POSTS:
        return reverse("staffing")
    lists = _lists(verdict.subject_key)
    model, filters = lists.get(measure, ("townships_townshipunion", lists["worker_count"][1]))
    return _list(model, **filters)


def _lists(township: str) -> dict[str, tuple[str, dict[str, object]]]:
    """By measure the list of the township that it is counted in, with its filters."""
    place: dict[str, object] = {"township": township}
    return {
        **dict.fromkeys(STATISTICS, ("townships_townshipstatistics", place)),
        **dict.fromkeys(UNIONS, ("townships_grassrootsunion", place)),
        "units_with_union": ("townships_employer", {**place, **COVERED}),
        "member_count": ("members_member", {"township__key__exact": township}),
        "social_workers": ("cadres_socialworker", place),
    }


def _list(model: str, **filters: object) -> str:
    return f"{reverse(f'admin:{model}_changelist')}?{urlencode(filters)}"
