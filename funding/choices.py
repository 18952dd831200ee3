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
