"""Code lists of units (TEMPORARY SKELETON: the building-blocks engineer fills the values; keep these class names)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EconomicType(models.TextChoices):
    PRIVATE = "170", _("private")


class Industry(models.TextChoices):
    MANUFACTURING = "C", _("manufacturing")


class JointUnionSubtype(models.TextChoices):
    BUILDING = "building", _("building union")
