"""Measures that several topics look at; those of one topic only are in its file.

Firms, workers, and people employed in secondary and tertiary industry are three different measures
(000-N counts 职工, 001 counts 二三产从业人员): none of them ever stands in for another.
"""

from django.utils.translation import gettext_lazy as _

from policies.engine import Choice, Count, Day, Fact, measures
from policies.engine.wording import Headlines

CALCULATED = Headlines(
    met=_("Calculated"),
    not_met=_("This is outside what the document allows"),
    unknown=_("This cannot be calculated yet"),
)
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
    meaning=_("Workers in the township; for a rule about one unit, workers of the unit"),
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
    meaning=_("Union members in the area; for a rule about one unit, members of the unit"),
    amount=_("%(figure)s members"),
    lacking=_("%(figure)s more members"),
)

FORM = Choice(
    "form",
    label=_("Form of the township union"),
    meaning=_("Form of the township union"),
    codes=(
        ("committee", _("union committee")),
        ("federation", _("union federation")),
        ("general", _("general union")),
        ("work_committee", _("union work committee (dispatched)")),
    ),
    also=(
        ("工会委员会", "committee"),
        ("工会联合会", "federation"),
        ("总工会", "general"),
        ("工会工作委员会", "work_committee"),
    ),
)
FEDERATION_KIND = Choice(
    "kind",
    label=_("Kind of federation"),
    meaning=_(
        "Regional or industry federation, or the union of a township in the form of a federation"
    ),
    codes=(
        ("regional", _("regional federation")),
        ("industry", _("industry federation")),
        ("township", _("township union")),
    ),
    also=(("区域性", "regional"), ("行业性", "industry"), ("乡镇", "township")),
)
HAS_PARTY_ORG = Fact(
    "has_party_org",
    label=_("Party organisation of the same level"),
    meaning=_("Whether there is a party organisation of the same level"),
)
STARTED_ON = Day(
    "started_on",
    label=_("Took office"),
    meaning=_("Day on which the person took up the post"),
)
COMPLETED_ON = Day(
    "completed_on",
    label=_("Training completed"),
    meaning=_("Day on which the training was completed; “never” when it was not"),
)
TERM_START = Day("term_start", label=_("Beginning of the term"), meaning=_("First day of the term"))
TERM_YEARS = Count(
    "term_years",
    label=_("Length of the term"),
    meaning=_("Years of one term"),
    amount=_("%(figure)s years"),
    largest=99,
)
TERM_END = Day("term_end", label=_("End of the term"), meaning=_("Last day of the term"))
YEAR = Count(
    "year",
    label=_("Year"),
    meaning=_("Calendar year that is judged; without it the year of the day, as if it were over"),
    largest=9998,
)
ELECTED_ON = Day("elected_on", label=_("Election"), meaning=_("Day of the election"))

POST = Choice(
    "post",
    label=_("Post"),
    meaning=_("Post in the union or federation"),
    codes=(
        ("chair", _("chair")),
        ("vice_chair", _("vice-chair")),
        ("member", _("member of the committee")),
    ),
    also=(("主席", "chair"), ("副主席", "vice_chair"), ("委员", "member")),
)
APPOINTMENT_CODES = (
    ("fulltime", _("full-time")),
    ("parttime", _("part-time")),
    ("seconded", _("seconded")),
)
APPOINTMENT_WORDS = (("专职", "fulltime"), ("兼职", "parttime"), ("挂职", "seconded"))

measures.add(
    POST,
    FIRM_COUNT,
    WORKER_COUNT,
    EMPLOYED_2ND_3RD_SECTOR,
    GRASSROOTS_UNION_COUNT,
    FULLTIME_STAFFING,
    JOINT_UNIT_COUNT,
    LEGAL_PERSON_UNITS,
    UNITS_WITH_UNION,
    MEMBER_COUNT,
    FORM,
    FEDERATION_KIND,
    HAS_PARTY_ORG,
    STARTED_ON,
    COMPLETED_ON,
    TERM_START,
    TERM_YEARS,
    TERM_END,
    YEAR,
    ELECTED_ON,
)
