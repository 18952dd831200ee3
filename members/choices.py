"""Code lists of people (TEMPORARY SKELETON: the building-blocks engineer fills the values; keep these class names)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    UNKNOWN = "0", _("unknown")
    MALE = "1", _("male")
    FEMALE = "2", _("female")
    UNSTATED = "9", _("not stated")


class Ethnicity(models.TextChoices):
    HAN = "01", _("Han")


class PoliticalStatus(models.TextChoices):
    MASSES = "13", _("no party")


class Education(models.TextChoices):
    OTHER = "90", _("other")


class EmploymentStatus(models.TextChoices):
    OTHER = "9", _("other")


class SkillLevel(models.TextChoices):
    SENIOR = "3", _("senior")


class ChangeType(models.TextChoices):
    JOINED = "1", _("joined")
    TRANSFERRED_IN = "2", _("transferred in")
    KEPT = "3", _("kept")
    TRANSFERRED_OUT = "4", _("transferred out")
    STRUCK_OFF = "5", _("struck off")
    LEFT = "6", _("left")


class ChangeReason(models.TextChoices):
    EMPLOYMENT_CHANGED = "1", _("employment changed")


class HouseholdType(models.TextChoices):
    OTHER = "8", _("other")


class IdType(models.TextChoices):
    RESIDENT_ID = "01", _("resident ID card")


class PriorityGroup(models.TextChoices):
    TRUCK_DRIVER = "truck_driver", _("truck driver")
