"""The closed lists of compliance. Values are stored."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SubjectKind(TextChoices):
    """What a verdict is about. `key` of the subject: registry key, or the id as text.

    The key of a decision on spending says what was decided: `allocation-7`, or `payment-7` for the
    payments that were approved with this one.
    """

    TOWNSHIP = "township", _("township")
    UNION = "union", _("union")
    EMPLOYER = "employer", _("employer")
    FEDERATION = "federation", _("federation")
    OFFICER = "officer", _("officer")
    SOCIAL_WORKER = "worker", _("social union worker")
    DECISION = "decision", _("decision on spending")
    PAYMENT = "payment", _("payment")
    GRANT = "grant", _("earmarked grant")
    SHARE_TABLE = "shares", _("share table")


class Urgency(TextChoices):
    """What a finding is about; an office orders these groups (`UrgencyOrder`)."""

    PAST_DATE = "past_date", _("past its date")
    MISSING_POST = "missing_post", _("post or body missing")
    MONEY = "money", _("money")
    MISSING_DATA = "missing_data", _("data missing")
    OTHER = "other", _("to be put in order")


# No document ranks its duties. Stated once, here; an office may order the groups differently.
USUAL_ORDER = tuple(Urgency.values)


class FindingState(TextChoices):
    """Open, put aside with an approval, or no longer true."""

    OPEN = "open", _("open")
    WAIVED = "waived", _("waived")
    RESOLVED = "resolved", _("resolved")


class RunState(TextChoices):
    """How far a full check of a county is."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
