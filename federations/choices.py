"""Code values of federations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FederationKind(models.TextChoices):
    """Kinds of federation; the first two are values of the engine's measure `kind` (R-ORG-36)."""

    REGIONAL = "regional", _("regional federation")
    INDUSTRY = "industry", _("industry federation")
    SOCIAL = "social", _("federation of social organisations' unions")


class FederationLevel(models.TextChoices):
    """Level at which a federation is built; the values of the engine's measure `level`."""

    VILLAGE = "village", _("village")
    TOWNSHIP = "township", _("township")
    COUNTY = "county", _("county")
    CITY = "city", _("city")
    PROVINCE = "province", _("province")


class Step(models.TextChoices):
    """Gates of the founding file in their order (冀工办发〔2020〕43号 二.1; R-ORG-26, 27)."""

    CONSULTED = "consulted", _("covered units consulted")
    PARTY_CONSENT = "party_consent", _("party organisation agreed")
    APPROVED = "approved", _("next higher union approved")
    GROUP_FORMED = "group_formed", _("preparatory group formed")
    ELECTED = "elected", _("committee elected")
    IN_OFFICE = "in_office", _("in office")


class ShanxiItem(models.TextChoices):
    """山西 “321”: three notices, two reports, an oath; their contents are not said (R-ORG-32)."""

    NOTICE_1 = "notice_1", _("first notice")
    NOTICE_2 = "notice_2", _("second notice")
    NOTICE_3 = "notice_3", _("third notice")
    REPORT_1 = "report_1", _("first report")
    REPORT_2 = "report_2", _("second report")
    OATH = "oath", _("oath")
