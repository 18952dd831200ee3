"""Roles."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody does in unionreg; where he does it is the division of the assignment."""

    SYSTEM_ADMIN = "system_admin", _("System administrator")
    PROVINCE = "province", _("Provincial staff")
    CITY = "city", _("City staff")
    COUNTY = "county", _("County staff")
    CHAIR = "chair", _("Township chair")
    AUDITOR = "auditor", _("Auditor")
