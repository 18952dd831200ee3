"""Who may hold a seat in a regional or industry federation, and how: R-ELG-01 to 03, R-COM-13."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cadres.cases import PostCase
from cadres.choices import AssociationRole, ElectionBody
from policies.engine import Value
from townships.problems import Problem

# 由全体委员选举，或者由所覆盖基层工会联合组成的会员（代表）大会选举 (冀工办发〔2020〕43号 二.4)
ELECTORS = (ElectionBody.COMMITTEE, ElectionBody.JOINT)


def administrative_head(case: PostCase) -> Iterator[Problem]:
    """R-ELG-01: the chief administrative head of a covered unit has no seat; R-ELG-02: of others.

    R-ELG-02 speaks of every unit of the area or industry, not only of covered ones: told.
    """
    if not (case.of_federation and case.sits):
        return
    person = case.post.person
    if not person.is_administrative_head:
        yield from _unknown(case, "R-ELG-01", "administrative_head", person.is_administrative_head)
        return
    if case.unit_is_covered:
        text = _(
            "%(name)s is the chief administrative head of a covered unit and cannot sit on the "
            "committee. A deputy can; if this is no longer so, correct it at the person first."
        )
        names = {"name": person.name}
        yield from case.judge("R-ELG-01", "person", text % names, administrative_head=True)
        return
    text = _(
        "%(name)s is the chief administrative head of a unit. Whether it lies in the area or "
        "industry of the federation is for you to check: then it must be somebody else."
    )
    yield from case.finding("R-ELG-02", "person", text % {"name": person.name}, otherwise=None)


def association_president(case: PostCase) -> Iterator[Problem]:
    """R-ELG-03: president and vice-president of an association neither chair nor vice-chair."""
    if not (case.of_federation and case.leads):
        return
    person, role = case.post.person, case.post.person.association_role
    if not role:
        values: dict[str, Value] = {"post": case.post.post, "association_role": None}
        yield from _not_recorded(case, "R-ELG-03", _("the role in a trade association"), values)
        return
    text = _(
        "%(name)s is %(role)s of a trade association or chamber and cannot be %(post)s. A seat as "
        "a member of the committee is possible."
    )
    names = {
        "name": person.name,
        "role": AssociationRole(role).label,
        "post": case.post.title,
    }
    yield from case.judge(
        "R-ELG-03", "person", text % names, post=case.post.post, association_role=role
    )


def election_record(case: PostCase) -> Iterator[Problem]:
    """R-COM-13: who leads a federation was elected, by its committee or the joint assembly."""
    post = case.post
    if not (case.of_federation and case.leads):
        return
    if post.elected_on is None:
        text = _("The day of the election is missing. Without an election nobody is in office.")
        yield from case.finding("R-COM-13", "elected_on", text, otherwise=None)
    if post.elected_by not in ELECTORS:
        text = _(
            "Chair and vice-chair are elected by the whole committee or by the joint assembly of "
            "the covered unions. Say which of the two it was."
        )
        yield from case.finding("R-COM-13", "elected_by", text, otherwise=None)


def _unknown(case: PostCase, rule: str, measure: str, fact: bool | None) -> Iterator[Problem]:
    if fact is None:
        what = _("whether he or she is the chief administrative head of a unit")
        yield from _not_recorded(case, rule, what, {measure: None})


def _not_recorded(
    case: PostCase, rule: str, what: str, values: dict[str, Value]
) -> Iterator[Problem]:
    """Ask for what the rule cannot be judged without, where it holds."""
    for verdict in case.verdicts(rule, **values):
        if verdict.met is None:
            text = _("Not recorded for %(name)s: %(what)s. Add it at the person.")
            names = {"name": case.post.person.name, "what": what}
            basis = f"{verdict.document} {verdict.clause}"
            yield Problem(rule, text % names, "person", basis)
