"""Code values of organisations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    """Level of a division: the number of digits of its code."""

    PROVINCE = 2, _("province")
    CITY = 4, _("city")
    COUNTY = 6, _("county")
    TOWNSHIP = 9, _("township")
    VILLAGE = 12, _("village")


class UnionKind(models.TextChoices):
    """What a union organisation is.

    乡镇工会 and its dispatched substitute share TOWNSHIP; `Union.form` tells them apart. An
    office's own union (机关工会) is a grassroots union of its office and never stands in for the
    township's (安工办〔2020〕7号 一, R-ORG-10).
    """

    COUNTY = "county", _("county federation")
    TOWNSHIP = "township", _("township union")
    OWN = "own", _("own grassroots union")
    OFFICE = "office", _("union of a government office")
    JOINT = "joint", _("joint grassroots union")
    FEDERATION = "federation", _("federation of grassroots unions")
    VILLAGE = "village", _("village or community union")


GRASSROOTS_KINDS = (
    UnionKind.OWN,
    UnionKind.OFFICE,
    UnionKind.JOINT,
    UnionKind.FEDERATION,
    UnionKind.VILLAGE,
)


class UnionForm(models.TextChoices):
    """Form of a township union (总工办发〔2019〕24号 三, R-ORG-01, R-ORG-05)."""

    COMMITTEE = "committee", _("union committee")
    FEDERATION = "federation", _("union federation")
    GENERAL = "general", _("general union")
    WORK_COMMITTEE = "work_committee", _("union work committee (dispatched)")


class UnionStatus(models.TextChoices):
    """Life of a union. A closed union stays in the registry for ever (R-ORG-08)."""

    PREPARING = "preparing", _("being prepared")
    ACTIVE = "active", _("active")
    DISSOLVED = "dissolved", _("dissolved")
    MERGED = "merged", _("merged into another")


OPEN_STATUSES = (UnionStatus.PREPARING, UnionStatus.ACTIVE)
# In addresses of lists: every union but those that are being prepared.
FOUNDED = "founded"


class AccountMode(models.TextChoices):
    """How a union's money is kept (总工办发〔2019〕24号 九)."""

    OWN = "own", _("own account, independent accounting")
    CUSTODY = "custody", _("kept by the county federation")
    CENTRE = "centre", _("kept by an accounting centre")


class FoundingMode(models.TextChoices):
    """How a union came about (建会方式)."""

    OFFLINE = "offline", _("founded in person")
    ONLINE = "online", _("founded online")


class EmployerStatus(models.TextChoices):
    """Life of an employer."""

    OPEN = "open", _("in business")
    CLOSED = "closed", _("closed")
