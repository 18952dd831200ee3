"""Which records lie behind the inputs of a verdict. The lists show only what the reader may see."""

from urllib.parse import urlencode

from django.urls import reverse

from compliance.choices import SubjectKind
from compliance.models import StoredVerdict
from townships.choices import GRASSROOTS_KINDS, UnionKind
from townships.models import Union

STATISTICS = frozenset(
    {"worker_count", "firm_count", "employed_2nd_3rd_sector", "legal_person_units"}
)
UNIONS = frozenset({"grassroots_union_count", "union_count", "covered_unions", "joint_unit_count"})
COVERED = {"union": "yes", "is_legal_person__exact": 1, "status__exact": "open"}


def subject_url(verdict: StoredVerdict) -> str:
    """The page of the record that was judged; empty when it is gone."""
    if verdict.subject == SubjectKind.TOWNSHIP:
        return reverse("township", args=[verdict.subject_key])
    if verdict.subject == SubjectKind.EMPLOYER:
        return reverse("admin:townships_employer_change", args=[verdict.subject_key])
    return _union_url(verdict)


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
    place = {"township": verdict.subject_key}
    if measure in STATISTICS:
        return _list("townships_townshipstatistics", **place)
    if measure in UNIONS:
        return _list("townships_grassrootsunion", **place)
    if measure == "units_with_union":
        return _list("townships_employer", **place, **COVERED)
    if measure == "member_count":
        return _list("members_member", township__key__exact=verdict.subject_key)
    return _list("townships_townshipunion", **place)


def _list(model: str, **filters: object) -> str:
    return f"{reverse(f'admin:{model}_changelist')}?{urlencode(filters)}"
