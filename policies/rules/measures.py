"""Measures of a township and of a grassroots union.

Firms, workers, and people employed in secondary and tertiary industry are three different measures
(000-N counts 职工, 001 counts 二三产从业人员): none of them ever stands in for another.
"""

from django.utils.translation import gettext_lazy as _

from policies.engine import Count, Fact, measures

FIRM_COUNT = Count(
    "firm_count",
    label=_("Firms"),
    meaning=_("Firms in the township"),
    amount=_("%(figure)s firms"),
    lacking=_("%(figure)s more firms"),
)
WORKER_COUNT = Count(
    "worker_count",
    label=_("Workers"),
    meaning=_("Workers in the township"),
    amount=_("%(figure)s workers"),
    lacking=_("%(figure)s more workers"),
)
EMPLOYED_2ND_3RD_SECTOR = Count(
    "employed_2nd_3rd_sector",
    label=_("Employed in secondary and tertiary industry"),
    meaning=_("People employed in secondary and tertiary industry in the township"),
    amount=_("%(figure)s people"),
    lacking=_("%(figure)s more people in secondary and tertiary industry"),
)
GRASSROOTS_UNION_COUNT = Count(
    "grassroots_union_count",
    label=_("Grassroots unions (number)"),
    meaning=_("Grassroots unions in the township"),
    amount=_("%(figure)s unions"),
    lacking=_("%(figure)s more grassroots unions"),
)
FULLTIME_STAFFING = Fact(
    "fulltime_staffing",
    label=_("Full-time chair (vice-chair) and full-time staff"),
    meaning=_("Whether a full-time chair or vice-chair and full-time staff can be provided"),
    yes=_("can be staffed"),
    no=_("cannot be staffed"),
    lacking=_("a full-time chair (vice-chair) and full-time staff"),
)
JOINT_UNIT_COUNT = Count(
    "joint_unit_count",
    label=_("Units of the joint union"),
    meaning=_("Different units whose members form the joint union"),
    amount=_("%(figure)s units"),
    lacking=_("%(figure)s more units"),
)
LEGAL_PERSON_UNITS = Count(
    "legal_person_units",
    label=_("Legal-person units"),
    meaning=_("Legal-person units in the area"),
    amount=_("%(figure)s legal-person units"),
    lacking=_("%(figure)s more legal-person units"),
)
UNITS_WITH_UNION = Count(
    "units_with_union",
    label=_("Units with a union"),
    meaning=_("Legal-person units in the area that have a union"),
    amount=_("%(figure)s units with a union"),
    lacking=_("%(figure)s more units with a union"),
)
MEMBER_COUNT = Count(
    "member_count",
    label=_("Union members (number)"),
    meaning=_("Union members in the area"),
    amount=_("%(figure)s members"),
    lacking=_("%(figure)s more members"),
)

measures.add(
    FIRM_COUNT,
    WORKER_COUNT,
    EMPLOYED_2ND_3RD_SECTOR,
    GRASSROOTS_UNION_COUNT,
    FULLTIME_STAFFING,
    JOINT_UNIT_COUNT,
    LEGAL_PERSON_UNITS,
    UNITS_WITH_UNION,
    MEMBER_COUNT,
)
