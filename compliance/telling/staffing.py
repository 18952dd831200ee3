"""Words about posts and social union workers."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from compliance.models import Finding
from compliance.selectors.explaining import Told
from policies.engine.kinds import Status

Words = tuple[str, str]


def _not_recorded(finding: Finding, told: Told) -> Words:
    if told.values.get("chairs") == 0:
        return _no_chair(finding, told)
    labels = _(", ").join(str(measure.label) for measure in told.missing)
    text = _("has no record of its posts, so nobody can judge: %(labels)s")
    remedy = _("Please record who holds which post, and whether full-time or part-time")
    return text % {"labels": labels}, remedy


def _chair_unknown(finding: Finding, told: Told) -> Words:
    if told.values.get("fulltime_vices") is None:
        return _not_recorded(finding, told)
    text = _("has no chair in office on record, or nobody recorded how the chair serves")
    return text, _("Please record the chair: full-time or part-time, and the party post")


def _no_chair(finding: Finding, told: Told) -> Words:
    text = _("has no chair in office on record")
    return text, _("Please record the chair, or when the next one is elected")


def _general_union(finding: Finding, told: Told) -> Words:
    text = _("is a general union with %(leaders)s and %(staff)s; it needs %(least)s of each")
    numbers = {
        "leaders": _("full-time leaders: %(n)s") % {"n": told.values["fulltime_leaders"]},
        "staff": _("full-time staff: %(n)s") % {"n": told.values["fulltime_staff"]},
        "least": told.parameter("fulltime_staff"),
    }
    remedy = _("One person does not fill both posts. Fill the post, and record it")
    return text % numbers, remedy


def _chair_serves_otherwise(finding: Finding, told: Told) -> Words:
    if told.values.get("chair_in_party_committee") is False:
        text = _("has a chair who is not full-time and does not sit on the party committee")
        return text, _("Only a member of the party committee may serve part-time")
    text = _("has a chair who is not full-time, and no full-time vice-chair")
    return text, _("Please appoint a full-time vice-chair, and record it")


def _pattern(finding: Finding, told: Told) -> Words:
    text = _("is not staffed as the pattern of the place says: %(conditions)s")
    said = _("; ").join(condition.sentence for condition in told.failed)
    return text % {"conditions": said}, _("Please fill the posts, and record them")


def _large_unit(finding: Finding, told: Told) -> Words:
    text = _("has %(workers)s and no full-time chair or vice-chair")
    numbers = {"workers": told.show("worker_count")}
    return text % numbers, _("Please appoint one, and record it")


def _small_unit(finding: Finding, told: Told) -> Words:
    text = _("has %(workers)s, no full-time chair or vice-chair, and no full-time union staff")
    numbers = {"workers": told.show("worker_count")}
    return text % numbers, _("Please appoint somebody full-time, and record it")


def _above_quota(finding: Finding, told: Told) -> Words:
    text = _("has social union workers: %(actual)s, its quota is %(quota)s")
    numbers = {"actual": told.show("social_workers"), "quota": told.outcome.value}
    remedy = _("Please check the number of workers, or hire for the county")
    return text % numbers, remedy


def _no_training(finding: Finding, told: Told) -> Words:
    text = _("began on %(day)s as a social union worker without a training before the post")
    day = told.show("started_on")
    return text % {"day": day}, _("Please train him now, and record who took part")


_VIOLATED, _UNKNOWN = str(Status.VIOLATED), str(Status.UNKNOWN)
_PATTERNS = ("R-CAD-10", "R-CAD-13", "R-CAD-14")
TELL: dict[tuple[str, str], Callable[[Finding, Told], tuple[str, str]]] = {
    ("R-CAD-01", _VIOLATED): _general_union,
    ("R-CAD-05", _VIOLATED): _chair_serves_otherwise,
    ("R-CAD-05", _UNKNOWN): _chair_unknown,
    ("R-CAD-01", _UNKNOWN): _not_recorded,
    ("R-CAD-06", _VIOLATED): _large_unit,
    ("R-CAD-06", _UNKNOWN): _not_recorded,
    ("R-CAD-07", _VIOLATED): _small_unit,
    ("R-SOC-02", _VIOLATED): _above_quota,
    ("R-SOC-05", _VIOLATED): _no_training,
    **{(rule, _VIOLATED): _pattern for rule in _PATTERNS},
    ("R-CAD-10", _UNKNOWN): _not_recorded,
    ("R-CAD-13", _UNKNOWN): _chair_unknown,
    ("R-CAD-14", _UNKNOWN): _not_recorded,
}
