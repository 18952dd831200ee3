"""What the rules say of a payment: purpose, meeting, the chair's signature, officials."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.models import Meeting, Person
from cadres.selectors.posts import chair_on
from cadres.services.upkeep import basis, verdicts_at
from funding.choices import GrantPurpose
from funding.models import Payment
from funding.selectors.decisions import decided_amount
from funding.selectors.grants import balance
from funding.selectors.payments import county_federation
from funding.services.decisions import decision_problems, fit_meeting
from funding.templatetags.yuan import yuan
from policies.engine import Verdict
from townships.problems import Problem


def purpose_problems(payment: Payment) -> Iterator[Problem]:
    """R-FIN-07: on purpose only and within the grant. Blocks."""
    grant = payment.grant
    if grant is None:
        return
    spent = balance(grant, payment.pk).committed + payment.amount
    values = {
        "grant_purpose": grant.purpose_words,
        "payment_purpose": payment.purpose_words,
        "grant_amount": grant.amount,
        "grant_spent": spent,
    }
    for verdict in _verdicts("R-FIN-07", payment, values):
        if verdict.met is False:
            yield _not_earmarked(verdict, values)


def _not_earmarked(verdict: Verdict, values: dict[str, Any]) -> Problem:
    """Another purpose, or more than the grant; each at its field."""
    if values["grant_purpose"] != values["payment_purpose"]:
        field = "purpose"
        text = _(
            "The grant is for “%(grant_purpose)s”, the payment for “%(payment_purpose)s”. "
            "Earmarked money is spent on its purpose only: choose another source, or the "
            "purpose of the grant."
        )
    else:
        field = "amount"
        text = _(
            "With this one the payments would be %(grant_spent)s yuan, the grant is "
            "%(grant_amount)s yuan. Lower the amount or cancel a draft."
        )
    return Problem("R-FIN-07", text % values, field, basis(verdict), True, verdict)


def allowance_problems(payment: Payment) -> Iterator[Problem]:
    """R-FND-21 blocks for officials and for the unknown; R-FND-20 is told."""
    allowance = payment.allowance
    if allowance is None:
        yield from _nobody_named(payment)
        return
    person = allowance.appointment.person
    values = {"allowance": payment.amount, "is_public_official": person.is_public_official}
    for verdict in _verdicts("R-FND-21", payment, values):
        if verdict.met is not False and verdict.status != "unknown":
            continue
        text = _(
            "%(name)s is a public official; an allowance is only for people who are not. "
            "Nothing can be paid."
        )
        if verdict.met is not False:
            text = _(
                "It is not recorded whether %(name)s is a public official. Record it with the "
                "person first; until then nothing is paid."
            )
        said = text % {"name": person}
        yield Problem("R-FND-21", said, "allowance", basis(verdict), blocking=True)
    rate = {"rate": allowance.monthly, "months": payment.months}
    for verdict in _verdicts("R-FND-20", payment, rate):
        if verdict.met is False:
            text = _("%(monthly)s yuan a month lies outside what is given here.")
            said = text % {"monthly": yuan(allowance.monthly)}
            yield Problem("R-FND-20", said, "amount", basis(verdict))


def _nobody_named(payment: Payment) -> Iterator[Problem]:
    """Money for allowances without an allowance: nobody can say that it reaches no official."""
    if payment.purpose != GrantPurpose.ALLOWANCE:
        return
    text = _(
        "It is not said whose allowance is paid, so it is not known whether it is one of a public "
        "official. Choose the allowance, or another purpose."
    )
    values = {"allowance": payment.amount, "is_public_official": None}
    for verdict in _verdicts("R-FND-21", payment, values):
        yield Problem("R-FND-21", text, "allowance", basis(verdict), blocking=True)


def meeting_problems(payment: Payment) -> Iterator[Problem]:
    """R-FIN-06, judged on the whole decision that the payment carries out."""
    today = timezone.localdate()
    yield from decision_problems(
        county_code=payment.county_code,
        township_key=payment.recipient.township_id,
        amount=decided_amount(payment, today),
        meeting=payment.meeting,
        on=today,
    )


def signature_problems(payment: Payment) -> Iterator[Problem]:
    """R-FIN-08: the chair in office on the day signs. Told."""
    chairs = signed_by_chair(payment, timezone.localdate())
    for verdict in _verdicts("R-FIN-08", payment, {"approved_by_chair": chairs}):
        if verdict.met is False:
            said = _("Here every payment is approved by the chair in office. Somebody else signed.")
        elif verdict.status == "unknown":
            said = _signer_unknown(payment)
        else:
            continue
        yield Problem("R-FIN-08", said, "signed_by", basis(verdict))


def _signer_unknown(payment: Payment) -> str:
    """Why nobody knows whether the chair signed, and what the county has to do."""
    chair = _chair_today(payment)
    if chair is not None and chair.account_id is None:
        text = _(
            "Here every payment is approved by the chair in office. No account is linked to "
            "%(chair)s, so his own approval is not recognised: choose who signed, or have a "
            "colleague link the account in the record of the cadre."
        )
        return text % {"chair": chair.name}
    return _(
        "Here every payment is approved by the chair in office. It is not recorded who "
        "signed, or who is chair of the county federation."
    )


def signed_by_chair(payment: Payment, on: date) -> bool | None:
    """Whether the chair of the paying federation in office on the day signed; None: unknown."""
    payer = county_federation(payment.county_code)
    chair = chair_on(payer, on) if payer is not None else None
    if chair is None or payment.signed_by_id is None:
        return None
    return chair.person_id == payment.signed_by_id


def sign_as_chair(payment: Payment, user: Any) -> None:
    """Note the chair in office as the signer where the approval is made with his account."""
    chair = _chair_today(payment)
    if payment.signed_by_id is None and chair is not None and chair.account_id == user.pk:
        payment.signed_by = chair


def _chair_today(payment: Payment) -> Person | None:
    """Who chairs the federation that pays; None: nobody is recorded."""
    payer = county_federation(payment.county_code)
    chair = chair_on(payer, timezone.localdate()) if payer is not None else None
    return chair.person if chair is not None else None


def take_meeting(payment: Payment, meeting: Meeting | None) -> None:
    """Note the meeting that decided: the one named, else the one that decided the allocation.

    Of a grant the receiving union may decide as well. Raises Refused as `fit_meeting`.
    """
    decided = payment.line.allocation.meeting if payment.line is not None else None
    payment.meeting = meeting or payment.meeting or decided
    also = () if payment.grant_id is None else (payment.recipient_id,)
    today = timezone.localdate()
    fit_meeting(county_code=payment.county_code, meeting=payment.meeting, on=today, also=also)


def _verdicts(rule_id: str, payment: Payment, values: dict[str, Any]) -> tuple[Verdict, ...]:
    return verdicts_at(
        rule_id,
        county_code=payment.county_code,
        township_key=payment.recipient.township_id,
        on=payment.paid_on or timezone.localdate(),
        values=values,
    )
