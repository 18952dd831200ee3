"""Code lists of money: where it comes from and how far it has got."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FundSource(models.TextChoices):
    """Where money of a township union comes from (R-FND-08, R-FND-26, R-FIN-12)."""

    RETAINED = "retained", _("retained union funds")
    REBATE = "rebate", _("rebate")
    UPPER_SUBSIDY = "upper_subsidy", _("subsidy of a higher union")
    FINANCE = "finance", _("subsidy of the government")
    DUES = "dues", _("membership dues")
    OTHER = "other", _("other income")


class AllocationState(models.TextChoices):
    """How far the calculation of a year has got."""

    DRAFT = "draft", _("draft")
    REVIEWED = "reviewed", _("reviewed")
    APPROVED = "approved", _("approved")
    WITHDRAWN = "withdrawn", _("withdrawn")


class LineState(models.TextChoices):
    """What came of the calculation for one township."""

    CALCULATED = "calculated", _("calculated")
    UNKNOWN = "unknown", _("a number is missing")
    REFUSED = "refused", _("refused")


class PartKind(models.TextChoices):
    """What a part of a scheme is (R-FND-09 to R-FND-22)."""

    PERCENT = "percent", _("percentage of a base")
    GRADED = "graded", _("percentage with uplift or reduction by grade")
    PER_UNION = "per_union", _("for each grassroots union")
    PER_MEMBER = "per_member", _("for each member")
    PER_WORKER = "per_worker", _("for each worker")
    PER_VILLAGE = "per_village", _("for each village or community union")
    PROJECT = "project", _("for each approved project")
    FIXED = "fixed", _("fixed amount")
    AWARD = "award", _("award for the first of the assessment")
    ALLOWANCE = "allowance", _("monthly allowance of part-time cadres")
    MATCHING = "matching", _("matching funds of several levels")


class Base(models.TextChoices):
    """What a percentage is taken of: a scheme without it cannot be used (C-11)."""

    PAID_UP = "paid_up", _("union funds paid up in the year")
    GIVEN = "given", _("amount recorded for the year")
    OPEN = "open", _("left open by the document")


class GrantKind(models.TextChoices):
    """What sort of earmarked grant it is (R-FND-18, R-FND-23, R-FND-25, R-FND-27)."""

    FIXED = "fixed", _("fixed subsidy")
    ONE_OFF = "one_off", _("one-off subsidy")
    PROJECT = "project", _("project subsidy, case by case")
    WORKER_PAY = "worker_pay", _("pay subsidy for social workers")
    MATCHING = "matching", _("matching funds")
    REWARD = "reward", _("reward")
    OTHER = "other", _("other grant")


class GrantPurpose(models.TextChoices):
    """What the money is for; a payment from a grant has the purpose of the grant (R-FIN-07)."""

    WORK = "work", _("work funds of the union")
    ACTIVITIES = "activities", _("activities for workers")
    AID = "aid", _("help for workers in need")
    RIGHTS = "rights", _("protection of workers' rights")
    TRAINING = "training", _("training of cadres")
    SERVICE_CENTRE = "service_centre", _("service centre for workers")
    PREMISES = "premises", _("premises and equipment")
    WORKER_PAY = "worker_pay", _("pay of social workers")
    ALLOWANCE = "allowance", _("part-time allowances")
    CADRE_RELIEF = "cadre_relief", _("relief of grassroots cadres")
    REWARD = "reward", _("rewards for assessed work")
    OTHER = "other", _("another purpose, in words")


class PaymentState(models.TextChoices):
    """How far a payment has got."""

    DRAFT = "draft", _("draft")
    REVIEWED = "reviewed", _("reviewed")
    APPROVED = "approved", _("approved")
    PAID = "paid", _("paid")
    RECEIVED = "received", _("received")
    CANCELLED = "cancelled", _("cancelled")


APPROVED_STATES = (PaymentState.APPROVED, PaymentState.PAID, PaymentState.RECEIVED)
PAID_STATES = (PaymentState.PAID, PaymentState.RECEIVED)


class PaymentAction(models.TextChoices):
    """What somebody did with a payment, as the log of approvals keeps it."""

    CREATE = "create", _("drafted")
    CHANGE = "change", _("draft changed")
    REVIEW = "review", _("reviewed")
    RETURN = "return", _("sent back")
    APPROVE = "approve", _("approved")
    PAY = "pay", _("paid")
    RECEIVE = "receive", _("receipt confirmed")
    CANCEL = "cancel", _("cancelled")


class ApprovalKind(models.TextChoices):
    """What the log of approvals is about."""

    PAYMENT = "payment", _("payment")
    ALLOCATION = "allocation", _("allocation")
    GRANT = "grant", _("earmarked grant")
    BUDGET = "budget", _("budget or final account")
    SHARES = "shares", _("share table")
    SCHEME = "scheme", _("allocation scheme")


# Whoever did one of these has had a hand in the payment and does not approve it.
HANDS = (PaymentAction.CREATE, PaymentAction.CHANGE, PaymentAction.REVIEW)


class ShareLevel(models.TextChoices):
    """Between whom union funds are shared; the values are the columns of a share table."""

    GRASSROOTS = "grassroots", _("grassroots unions")
    TOWNSHIP = "township", _("township union")
    COUNTY = "county", _("county level")
    CITY = "city", _("city level")
    PROVINCE = "province", _("province level")
    NATIONAL = "national", _("national level")


class LevyKind(models.TextChoices):
    """What a unit pays: funds of its union, or preparatory funds while it has none."""

    UNION = "union", _("union funds")
    PREPARATORY = "preparatory", _("preparatory funds")


class Channel(models.TextChoices):
    """By which way a levy comes in (绍兴 市委办 二(五), R-FIN-10)."""

    OWN = "own", _("collected by the union")
    TAX = "tax", _("collected by the tax office")
    TREASURY = "treasury", _("transferred by the treasury")


class BookMode(models.TextChoices):
    """How the books of a union are kept (总工办发〔2019〕24号 九)."""

    OWN = "own", _("own account")
    CUSTODY = "custody", _("kept by the county federation")
    CENTRE = "centre", _("accounting centre")


class BudgetKind(models.TextChoices):
    """What is planned for a year, and what became of it."""

    BUDGET = "budget", _("budget")
    FINAL = "final", _("final account")


class BudgetState(models.TextChoices):
    """A draft is edited; what is frozen never changes."""

    DRAFT = "draft", _("draft")
    FROZEN = "frozen", _("frozen")


class AuditFollowUp(models.TextChoices):
    """What became of the findings of an audit."""

    NONE = "none", _("nothing found")
    OPEN = "open", _("to be put right")
    DONE = "done", _("put right")
