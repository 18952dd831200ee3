"""The closed lists of the engine: modality, kind, subject, status. Values are stored."""

from enum import StrEnum


class Modality(StrEnum):
    """How a provision binds: 应/要/必须 = must, 可以 = may, 不得 = must not, 鼓励/探索 = advice."""

    MUST = "must"
    MAY = "may"
    MUST_NOT = "must_not"
    ADVICE = "advice"


class Kind(StrEnum):
    """What the program does with a provision."""

    HARD_BLOCK = "HB"
    WARNING = "W"
    QUOTA = "CQ"
    FORMULA = "F"
    REPORT = "RP"
    RECORD = "RC"


class Subject(StrEnum):
    """Whom or what a rule judges. A measure always speaks of the subject of its rule."""

    TOWNSHIP = "township"
    UNION = "union"
    UNIT = "unit"
    FEDERATION = "federation"
    OFFICER = "officer"
    SOCIAL_WORKER = "social_worker"
    COUNTY = "county"
    CITY = "city"
    SHARE_TABLE = "share_table"
    PAYMENT = "payment"
    GRANT = "grant"


class Status(StrEnum):
    """What came out. It speaks of the conditions the rule states, not of anyone's conduct."""

    SATISFIED = "satisfied"
    VIOLATED = "violated"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
