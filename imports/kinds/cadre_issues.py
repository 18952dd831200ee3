"""What can be the matter with a row of a list of cadres, in words."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from imports.messages import register


class CadreIssue(StrEnum):
    """Issues of rows about people in posts."""

    AMBIGUOUS = "cadre_ambiguous"
    ELSEWHERE = "cadre_elsewhere"
    OTHER_NAME = "cadre_other_name"
    LEAVES_HERE = "cadre_leaves_here"
    NO_NUMBER = "cadre_no_number"


_C = CadreIssue
register(
    _C.AMBIGUOUS,
    _("More than one cadre has this name"),
    _("Fill in the column 证件号码, or 工作单位 as it is recorded with the person"),
)
register(
    _C.ELSEWHERE,
    _("Somebody in another township of the county is recorded with this ID number"),
    _("Ask the county federation to record the post"),
)
register(
    _C.OTHER_NAME,
    _("This ID number is recorded with another name"),
    _("Compare name and number with the ID card"),
)
register(
    _C.LEAVES_HERE,
    _("The person holds this post today; an import does not end it"),
    _("Use “Leave the post” on the page of the post, which asks for the consents"),
)
register(
    _C.NO_NUMBER,
    _("There is no ID number: nobody can tell the person from a namesake"),
    _("Fill in 证件号码 when you have it"),
    warning=True,
)
