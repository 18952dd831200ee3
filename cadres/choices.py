"""Code values of people in posts, terms, meetings and training."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Body(models.TextChoices):
    """Bodies of an organisation (总工办发〔2019〕24号 三; 海门, 三墩; 冀工办发〔2020〕43号 三.3).

    The audit and the women workers' committee have their founding days on the union itself.
    """

    COMMITTEE = "committee", _("union committee")
    AUDIT = "audit", _("audit committee")
    WOMEN = "women", _("women workers' committee")
    MEDIATION = "mediation", _("labour dispute mediation committee")
    SAFETY = "safety", _("labour safety supervision committee")
    LABOUR_LAW = "labour_law", _("labour law supervision committee")
    BARGAINING_STATION = "bargaining_station", _("guidance station for wage bargaining")
    CONTRACT_STATION = "contract_station", _("guidance station for labour contracts")
    SAFETY_STATION = "safety_station", _("area station of labour safety supervisors")
    HELP_STATION = "help_station", _("station for rights and help")


class Post(models.TextChoices):
    """Posts. The values of the first three are those of the engine's measure `post`."""

    CHAIR = "chair", _("chair")
    VICE_CHAIR = "vice_chair", _("vice-chair")
    MEMBER = "member", _("member of the committee")
    STANDING = "standing", _("standing member of the committee")
    OFFICER = "officer", _("officer")
    ORGANISER = "organiser", _("organiser of a small unit")


LEADERS = (Post.CHAIR, Post.VICE_CHAIR)
SEATS = (Post.CHAIR, Post.VICE_CHAIR, Post.STANDING, Post.MEMBER)


class AppointmentType(models.TextChoices):
    """专兼挂 (R-CAD-04); the values of the engine's measure `appointment_type`."""

    FULLTIME = "fulltime", _("full-time")
    PARTTIME = "parttime", _("part-time")
    SECONDED = "seconded", _("seconded")


class Rank(models.TextChoices):
    """Rank or treatment (R-CAD-02, R-CAD-05, R-CAD-08)."""

    DEPUTY_HEAD = "deputy_head", _("deputy of the party or government head")
    MID_HEAD = "mid_head", _("head of a mid-level office")
    MID_DEPUTY = "mid_deputy", _("deputy head of a mid-level office")
    STAFF = "staff", _("staff")
    OTHER = "other", _("other rank")


class PartyRole(models.TextChoices):
    """Concurrent party or government post (R-CAD-03, R-CAD-05, R-CAD-13, R-ELG-05)."""

    SECRETARY = "secretary", _("party secretary")
    DEPUTY_SECRETARY = "deputy_secretary", _("deputy party secretary")
    COMMITTEE_MEMBER = "committee_member", _("member of the party committee")
    GOVERNMENT_HEAD = "government_head", _("head of the government")
    GOVERNMENT_DEPUTY = "government_deputy", _("deputy head of the government")
    CONGRESS = "congress", _("chair or vice-chair of the people's congress")
    OTHER = "other", _("another party or government post")
    NONE = "none", _("no party or government post")


PARTY_COMMITTEE = (PartyRole.SECRETARY, PartyRole.DEPUTY_SECRETARY, PartyRole.COMMITTEE_MEMBER)


class SeatCategory(models.TextChoices):
    """Whom a member of the committee stands for (R-COM-02, R-COM-04, R-COM-07)."""

    UNION_HEAD = "union_head", _("head of a lower union")
    DELEGATE = "delegate", _("elected by the heads among themselves")
    CADRE = "cadre", _("grassroots cadre")
    FRONT_LINE = "front_line", _("front-line member")
    GOVERNMENT = "government", _("government office")
    OTHER_SIDE = "other_side", _("other side concerned")


class CandidateSource(models.TextChoices):
    """Where a chair or vice-chair of a federation came from (R-ELG-04); an open list."""

    SENT = "sent", _("cadre sent by the higher union")
    SOCIAL_WORKER = "social_worker", _("social union worker")
    LEADING_FIRM = "leading_firm", _("union chair of a leading firm")
    COMMUNITY = "community", _("community worker")
    OTHER = "other", _("other source")


class AssociationRole(models.TextChoices):
    """Role in a trade association or chamber; the values of the engine's measure."""

    PRESIDENT = "president", _("president")
    VICE_PRESIDENT = "vice_president", _("vice-president")
    SECRETARY_GENERAL = "secretary_general", _("secretary-general")
    MEMBER = "member", _("ordinary member")
    NONE = "no_role", _("no role")


class EndReason(models.TextChoices):
    """Why somebody left a post; the values of the engine's measure `end_reason` and three more.

    Nobody leaves by ANNULLED: such a post was entered in error and never held.
    """

    TERM = "term", _("end of the term")
    TRANSFER = "transfer", _("moved to another post")
    RESIGNATION = "resignation", _("resigned")
    RECALL = "recall", _("recalled")
    RETIREMENT = "retirement", _("retired")
    DEATH = "death", _("died")
    CLOSED = "closed", _("the organisation was closed")
    ANNULLED = "annulled", _("annulled: entered in error")


# Reasons for which somebody who held a post leaves it.
LEAVING = tuple(pair for pair in EndReason.choices if pair[0] != EndReason.ANNULLED)


class ElectionBody(models.TextChoices):
    """Who elects (R-COM-01, R-COM-02, R-COM-03, R-COM-13)."""

    MEMBERS = "members", _("assembly of members")
    DELEGATES = "delegates", _("assembly of delegates")
    COMMITTEE = "committee", _("the committee")
    JOINT = "joint", _("joint assembly of the covered unions")
    UNITED = "united", _("union heads and delegates by 联合制、代表制")


class FormationMode(models.TextChoices):
    """How a committee is formed (R-COM-02, R-COM-07)."""

    ELECTED = "elected", _("elected by the assembly")
    UNITED = "united", _("联合制、代表制")
    DELEGATED = "delegated", _("联合制、代表制 with delegates of the heads")


class TermChange(models.TextChoices):
    """Election earlier or later than the end of the term (R-TRM-03)."""

    EARLY = "early", _("early re-election")
    LATE = "late", _("late re-election")


class TermDocument(models.TextChoices):
    """What an office prints about a term."""

    REPLY = "reply", _("reply to a re-election (批复)")
    CHANGE_REPLY = "change_reply", _("reply about another date of a re-election (批复)")
    FORM = "form", _("approval form of a re-election (审批表)")


class MeetingKind(models.TextChoices):
    """Meetings and events of an organisation's year (R-MTG-01 … 08, R-TRM-04)."""

    MEMBER_ASSEMBLY = "member_assembly", _("assembly of members or their delegates")
    WORKER_ASSEMBLY = "worker_assembly", _("assembly of workers or their delegates")
    PLENARY = "plenary", _("plenary meeting of the committee")
    ACTS_FOR_ASSEMBLY = "acts_for_assembly", _("committee meeting that acts for the assembly")
    COMMITTEE = "committee", _("meeting of the committee or its standing members")
    REGULAR = "regular", _("regular working meeting")
    REPORT_PARTY = "report_party", _("report to the party organisation")
    REPORT_UNION = "report_union", _("report to the higher union")
    JOINT = "joint", _("joint meeting with the government")
    LIAISON = "liaison", _("liaison meeting of the federation")
    LEADING_GROUP = "leading_group", _("meeting of the leading group")
    BARGAINING = "bargaining", _("collective wage bargaining")
    CONTEST = "contest", _("labour contest")
    CULTURE = "culture", _("cultural or sports activity")
    DELEGATES = "delegates", _("activity of delegates")
    PARTY_COMMITTEE = "party_committee", _("party committee hears the union")


class DelegateStatus(models.TextChoices):
    """Standing mandate of a delegate (R-TRM-08)."""

    SERVING = "serving", _("serving")
    REPLACED = "replaced", _("replaced")
    ENDED = "ended", _("mandate ended")


class ProposalState(models.TextChoices):
    """What became of a delegate's proposal (R-MTG-10)."""

    SUBMITTED = "submitted", _("submitted")
    ACCEPTED = "accepted", _("put on file")
    HANDLED = "handled", _("handled")
    ANSWERED = "answered", _("answered")
    REJECTED = "rejected", _("not put on file")


class HireMode(models.TextChoices):
    """Where a social union worker comes from (R-SOC-03)."""

    WELFARE_POST = "welfare_post", _("public welfare post")
    DIRECT = "direct", _("hired directly")
    PURCHASED = "purchased", _("purchased service")


class WorkerKind(models.TextChoices):
    """Three names for one register (C-13)."""

    SOCIAL = "social", _("social union worker (社会化)")
    PROFESSIONAL = "professional", _("professional union worker (职业化)")
    SPECIALIST = "specialist", _("union social-work specialist")


class PaySource(models.TextChoices):
    """Who pays a social union worker (R-SOC-08, R-SOC-09)."""

    PROVINCE = "province", _("provincial union")
    CITY = "city", _("city union")
    COUNTY = "county", _("county federation")
    TOWNSHIP = "township", _("township union")
    FISCAL = "fiscal", _("public finance")
    SHARED = "shared", _("shared by several levels")
    OTHER = "other", _("other source of pay")


class TrainingMode(models.TextChoices):
    """How a training was held (R-TRN-02); the values of the engine's measure `mode`."""

    OFF_JOB = "off_job", _("off-job course")
    MEETING = "meeting", _("instead of a meeting")
    EXCHANGE = "exchange", _("exchange and discussion")
    ONLINE = "online", _("online course")


class OrganiserLevel(models.IntegerChoices):
    """Who holds a training. Smaller is higher, like the digits of a division."""

    NATIONAL = 0, _("national")
    PROVINCE = 2, _("province")
    CITY = 4, _("city")
    COUNTY = 6, _("county")
    TOWNSHIP = 9, _("township")
    UNIT = 12, _("unit or village")
