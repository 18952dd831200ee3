"""Code lists of people. Values are the codes of the national standards and union tables.

The spellings that clerks use for them are in `data/synonyms.toml`.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    """Sex, GB/T 2261.1."""

    UNKNOWN = "0", _("unknown sex")
    MALE = "1", _("male")
    FEMALE = "2", _("female")
    UNSTATED = "9", _("sex not stated")


class Ethnicity(models.TextChoices):
    """Ethnic group, GB/T 3304: 56 groups, and 97 and 98 for those outside them."""

    HAN = "01", _("Han people")
    MONGOL = "02", _("Mongol people")
    HUI = "03", _("Hui people")
    TIBETAN = "04", _("Tibetan people")
    UYGUR = "05", _("Uygur people")
    MIAO = "06", _("Miao people")
    YI = "07", _("Yi people")
    ZHUANG = "08", _("Zhuang people")
    BUYEI = "09", _("Buyei people")
    KOREAN = "10", _("Korean people")
    MANCHU = "11", _("Manchu people")
    DONG = "12", _("Dong people")
    YAO = "13", _("Yao people")
    BAI = "14", _("Bai people")
    TUJIA = "15", _("Tujia people")
    HANI = "16", _("Hani people")
    KAZAK = "17", _("Kazak people")
    DAI = "18", _("Dai people")
    LI = "19", _("Li people")
    LISU = "20", _("Lisu people")
    VA = "21", _("Va people")
    SHE = "22", _("She people")
    GAOSHAN = "23", _("Gaoshan people")
    LAHU = "24", _("Lahu people")
    SUI = "25", _("Sui people")
    DONGXIANG = "26", _("Dongxiang people")
    NAXI = "27", _("Naxi people")
    JINGPO = "28", _("Jingpo people")
    KIRGIZ = "29", _("Kirgiz people")
    TU = "30", _("Tu people")
    DAUR = "31", _("Daur people")
    MULAO = "32", _("Mulao people")
    QIANG = "33", _("Qiang people")
    BLANG = "34", _("Blang people")
    SALAR = "35", _("Salar people")
    MAONAN = "36", _("Maonan people")
    GELAO = "37", _("Gelao people")
    XIBE = "38", _("Xibe people")
    ACHANG = "39", _("Achang people")
    PUMI = "40", _("Pumi people")
    TAJIK = "41", _("Tajik people")
    NU = "42", _("Nu people")
    UZBEK = "43", _("Uzbek people")
    RUSSIAN = "44", _("Russian people")
    EWENKI = "45", _("Ewenki people")
    DEANG = "46", _("Deang people")
    BONAN = "47", _("Bonan people")
    YUGUR = "48", _("Yugur people")
    GIN = "49", _("Gin people")
    TATAR = "50", _("Tatar people")
    DERUNG = "51", _("Derung people")
    OROQEN = "52", _("Oroqen people")
    HEZHEN = "53", _("Hezhen people")
    MONBA = "54", _("Monba people")
    LHOBA = "55", _("Lhoba people")
    JINO = "56", _("Jino people")
    OTHER = "97", _("other ethnicity")
    FOREIGN_DESCENT = "98", _("of foreign descent")


class PoliticalStatus(models.TextChoices):
    """Political status, GB/T 4762."""

    CPC_MEMBER = "01", _("member of the Communist Party")
    CPC_PROBATIONARY = "02", _("probationary member of the Communist Party")
    LEAGUE_MEMBER = "03", _("member of the Communist Youth League")
    RCCK = "04", _("member of the Revolutionary Committee of the Kuomintang")
    CDL = "05", _("member of the China Democratic League")
    CNDCA = "06", _("member of the China National Democratic Construction Association")
    CAPD = "07", _("member of the China Association for Promoting Democracy")
    CPWDP = "08", _("member of the Peasants and Workers Democratic Party")
    ZHIGONG = "09", _("member of the China Zhi Gong Party")
    JIUSAN = "10", _("member of the Jiusan Society")
    TAIMENG = "11", _("member of the Taiwan Democratic Self-Government League")
    NON_PARTY = "12", _("public figure without party")
    MASSES = "13", _("without party")


class Education(models.TextChoices):
    """Education, GB/T 4658-2006.

    Tens (10, 20, 30 …) say the level only, the codes between them whether somebody graduated
    (…毕业), completed without a diploma (…结业) or left early (…肄业). A bare 本科 is level 20.
    """

    POSTGRADUATE = "10", _("postgraduate education")
    DOCTOR = "11", _("doctoral studies, graduated")
    DOCTOR_COMPLETED = "12", _("doctoral studies, completed without diploma")
    DOCTOR_UNFINISHED = "13", _("doctoral studies, unfinished")
    MASTER = "14", _("master's studies, graduated")
    MASTER_COMPLETED = "15", _("master's studies, completed without diploma")
    MASTER_UNFINISHED = "16", _("master's studies, unfinished")
    GRADUATE_CLASS = "17", _("postgraduate class, graduated")
    GRADUATE_CLASS_COMPLETED = "18", _("postgraduate class, completed without diploma")
    GRADUATE_CLASS_UNFINISHED = "19", _("postgraduate class, unfinished")
    BACHELOR = "20", _("undergraduate education")
    BACHELOR_GRADUATED = "21", _("undergraduate studies, graduated")
    BACHELOR_COMPLETED = "22", _("undergraduate studies, completed without diploma")
    BACHELOR_UNFINISHED = "23", _("undergraduate studies, unfinished")
    ORDINARY_CLASS = "28", _("ordinary university class, graduated")
    COLLEGE = "30", _("junior college education")
    COLLEGE_GRADUATED = "31", _("junior college, graduated")
    COLLEGE_COMPLETED = "32", _("junior college, completed without diploma")
    COLLEGE_UNFINISHED = "33", _("junior college, unfinished")
    VOCATIONAL = "40", _("secondary vocational education")
    SPECIALISED = "41", _("specialised secondary school, graduated")
    SPECIALISED_COMPLETED = "42", _("specialised secondary school, completed without diploma")
    SPECIALISED_UNFINISHED = "43", _("specialised secondary school, unfinished")
    VOCATIONAL_HIGH = "44", _("vocational high school, graduated")
    VOCATIONAL_HIGH_COMPLETED = "45", _("vocational high school, completed without diploma")
    VOCATIONAL_HIGH_UNFINISHED = "46", _("vocational high school, unfinished")
    TECHNICAL = "47", _("technical school, graduated")
    TECHNICAL_COMPLETED = "48", _("technical school, completed without diploma")
    TECHNICAL_UNFINISHED = "49", _("technical school, unfinished")
    HIGH_SCHOOL = "60", _("general high school education")
    HIGH_SCHOOL_GRADUATED = "61", _("general high school, graduated")
    HIGH_SCHOOL_COMPLETED = "62", _("general high school, completed without diploma")
    HIGH_SCHOOL_UNFINISHED = "63", _("general high school, unfinished")
    MIDDLE_SCHOOL = "70", _("junior middle school education")
    MIDDLE_SCHOOL_GRADUATED = "71", _("junior middle school, graduated")
    MIDDLE_SCHOOL_UNFINISHED = "73", _("junior middle school, unfinished")
    PRIMARY = "80", _("primary education")
    PRIMARY_GRADUATED = "81", _("primary school, graduated")
    PRIMARY_UNFINISHED = "83", _("primary school, unfinished")
    OTHER = "90", _("other education")


class EmploymentStatus(models.TextChoices):
    """Employment, code table of the national union (就业状况)."""

    AT_WORK = "1", _("at work")
    WAITING = "2", _("waiting for a post")
    UNEMPLOYED = "3", _("unemployed")
    RETIRED = "4", _("retired")
    RETIRED_CADRE = "5", _("retired veteran cadre")
    RESIGNED = "6", _("left work before the conditions of retirement")
    INTERNAL = "7", _("retired early inside the unit")
    SICK = "8", _("off work for illness")
    OTHER = "9", _("other employment status")


class SkillLevel(models.TextChoices):
    """Skill level, code table of the national union (技术等级)."""

    SENIOR_TECHNICIAN = "1", _("senior technician (level 1)")
    TECHNICIAN = "2", _("technician (level 2)")
    ADVANCED = "3", _("advanced worker (level 3)")
    INTERMEDIATE = "4", _("intermediate worker (level 4)")
    JUNIOR = "5", _("junior worker (level 5)")


class ChangeType(models.TextChoices):
    """What happened to a membership, code table of the national union (会籍变化类型)."""

    JOINED = "1", _("joined the union")
    TRANSFERRED_IN = "2", _("transferred in")
    KEPT = "3", _("membership kept (change)")
    TRANSFERRED_OUT = "4", _("transferred out")
    STRUCK_OFF = "5", _("struck off")
    LEFT = "6", _("left the union")


class ChangeReason(models.TextChoices):
    """Why a membership changed, code table of the national union (会籍变化原因)."""

    EMPLOYMENT_CHANGED = "1", _("employment changed")
    LAID_OFF = "2", _("laid off in the own unit")
    UNEMPLOYED = "3", _("lost employment")
    BANKRUPTCY = "4", _("employer went bankrupt")
    OWN_WISH = "5", _("asked to leave the union")
    CRIME = "6", _("expelled for a crime")


class HouseholdType(models.TextChoices):
    """Household registration, codes 0–8 of a provincial table that refers to GA/T 2000.27.

    The table is older than the reform that replaced both sorts by 居民户口: that is 8, other.
    """

    UNREGISTERED = "0", _("without permanent registration")
    URBAN_FAMILY = "1", _("non-agricultural family")
    RURAL_FAMILY = "2", _("agricultural family")
    URBAN_COLLECTIVE = "3", _("non-agricultural collective")
    RURAL_COLLECTIVE = "4", _("agricultural collective")
    OWN_GRAIN = "5", _("registered with own grain ration")
    LODGING = "6", _("lodging registration")
    TEMPORARY = "7", _("temporary registration")
    OTHER = "8", _("other registration")


class IdType(models.TextChoices):
    """Kind of ID document.

    Only 01 is known from a provincial template. The other codes are ours; change them in the
    vocabulary when a province's table becomes known, never here once rows exist.
    """

    RESIDENT_ID = "01", _("resident ID card")
    PASSPORT = "02", _("passport")
    OFFICER = "03", _("military officer's card")
    HKMO_PERMIT = "04", _("mainland travel permit for Hong Kong and Macao residents")
    TAIWAN_PERMIT = "05", _("mainland travel permit for Taiwan residents")
    HMT_RESIDENCE = "06", _("residence permit for Hong Kong, Macao and Taiwan residents")
    FOREIGN_RESIDENT = "07", _("foreign permanent resident's ID card")


class PriorityGroup(models.TextChoices):
    """Groups that documents ask to be counted (R-MEM-07; 八大群体).

    网约送餐员 and 外卖配送员 are one group under two names.
    """

    TRUCK_DRIVER = "truck_driver", _("truck driver")
    COURIER = "courier", _("courier")
    CARE_WORKER = "care_worker", _("care worker")
    DOMESTIC_WORKER = "domestic_worker", _("domestic worker")
    SHOP_PROMOTER = "shop_promoter", _("shop promoter")
    FOOD_RIDER = "food_rider", _("food delivery rider")
    ESTATE_AGENT = "estate_agent", _("estate agent")
    SECURITY_GUARD = "security_guard", _("security guard")
    RIDE_DRIVER = "ride_driver", _("ride-hailing driver")
    MIGRANT = "migrant", _("migrant worker (group)")
    DISPATCHED = "dispatched", _("dispatched worker")
    SCIENTIST = "scientist", _("scientist or engineer")
    YOUNG = "young", _("young worker")
    FLEXIBLE = "flexible", _("flexibly employed")
    HIGH_DEGREE = "high_degree", _("highly educated")
    HIGH_TITLE = "high_title", _("holder of a senior title")
    HIGH_INCOME = "high_income", _("high earner")


# 八大群体: the eight groups of the drive of 2018.
EIGHT_GROUPS = (
    PriorityGroup.TRUCK_DRIVER,
    PriorityGroup.COURIER,
    PriorityGroup.CARE_WORKER,
    PriorityGroup.DOMESTIC_WORKER,
    PriorityGroup.SHOP_PROMOTER,
    PriorityGroup.FOOD_RIDER,
    PriorityGroup.ESTATE_AGENT,
    PriorityGroup.SECURITY_GUARD,
)

# The four groups that the drive of 2021–22 wants to see counted.
FOUR_GROUPS = (
    PriorityGroup.TRUCK_DRIVER,
    PriorityGroup.RIDE_DRIVER,
    PriorityGroup.COURIER,
    PriorityGroup.FOOD_RIDER,
)
