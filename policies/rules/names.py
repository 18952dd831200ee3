"""Names of regional and industry federations (R-NAM-01 to 03), of township unions (R-NAM-05).

A name is read as place + area or industry + 工会联合会. The township's own union in the form of a
federation (××街道工会联合会) is not meant by these rules.
"""

import re
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from policies.engine import (
    ConditionResult,
    Kind,
    NoParameters,
    NotConcerned,
    Precedence,
    Subject,
    Text,
    Values,
    measures,
    rules,
)
from policies.engine.conditions import told, unrecorded

from .measures import FEDERATION_KIND, FORM
from .organisations import ORG_KIND

NAME = Text("name", label=_("Name"), meaning=_("Full name of the union or federation"))
DIVISION_NAME = Text(
    "division_name",
    label=_("Name of the division"),
    meaning=_("Division that the name has to begin with; without it any division will do"),
)
UNIT_NAMES = Text(
    "unit_names",
    label=_("Covered units"),
    meaning=_("Names of the covered units and their unions, separated by “;”"),
)
measures.add(NAME, DIVISION_NAME, UNIT_NAMES)

ENDING = "工会联合会"
# How the name of a form ends (R-NAM-05).
FORM_ENDINGS = {
    "committee": "工会委员会",
    "federation": ENDING,
    "general": "总工会",
    "work_committee": "工会工作委员会",
}
# What reads like a place at the beginning of a name. 市场, 开发区, 社区 and the like are none.
_PLACE = re.compile(
    r"(?:(?!乡镇|城镇|城乡|城市|超市|城区|地区)[一-龥]{1,9}?"
    r"(?:自治[区州县旗]|省|地区|盟|州(?!市)|县|旗|镇|乡|街道|市(?![场政])|(?<![园社小片发])区))+"
)


@dataclass(frozen=True)
class NameParts:
    """A name taken apart; a part that is missing is empty."""

    place: str
    middle: str
    ending: str


def take_apart(name: str, division: str | None) -> NameParts:
    """The parts of a name. Without a division, what reads like a place is taken for one."""
    found = _PLACE.match(name)
    place = found.group() if found else ""
    if division is not None:
        place = division if name.startswith(division) else ""
    rest = name.removeprefix(place)
    ending = ENDING if rest.endswith(ENDING) else ""
    return NameParts(place, rest.removesuffix(ending), ending)


def _parts(values: Values) -> NameParts:
    """The parts of the recorded name. Raises `NotConcerned` for the union of a township."""
    kind = FEDERATION_KIND.needed(values)
    name = NAME.needed(values)
    if kind == "township":
        raise NotConcerned(gettext("The rule does not speak of the union of a township."))
    return take_apart(name, DIVISION_NAME.of(values))


def _part(label: str, text: str, required: str) -> ConditionResult:
    """A part that has to be there."""
    actual = text or gettext("missing")
    return replace(told(NAME, bool(text), required=required, actual=actual), label=label)


@rules.rule(
    "R-NAM-01",
    topic="federation_name",
    kind=Kind.WARNING,
    parameters=NoParameters,
    measures=(NAME, FEDERATION_KIND),
    optional=(DIVISION_NAME,),
    precedence=Precedence.ALL,
    subject=Subject.FEDERATION,
)
def name_has_its_parts(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """冀工办发〔2020〕43号 二.1: place + area or industry + 工会联合会 (“一般为”)."""
    parts = _parts(values)
    place = DIVISION_NAME.of(values) or gettext("a division at the beginning")
    return (
        _part(gettext("Place"), parts.place, place),
        _part(gettext("Area or industry"), parts.middle, gettext("named after the place")),
        _part(gettext("Ending"), parts.ending, ENDING),
    )


@dataclass(frozen=True)
class Occupations:
    """不能以职业名称作为名称: the occupations, a list that an office keeps."""

    occupations: tuple[str, ...] = field(metadata={"label": _("Names of occupations")})


@rules.rule(
    "R-NAM-02",
    topic="federation_name_occupation",
    kind=Kind.HARD_BLOCK,
    parameters=Occupations,
    measures=(NAME, FEDERATION_KIND),
    optional=(DIVISION_NAME,),
    subject=Subject.FEDERATION,
)
def name_is_no_occupation(parameters: Occupations, values: Values) -> tuple[ConditionResult, ...]:
    """冀工办发〔2020〕43号 二.1: 货车司机 is an occupation, 货运行业 an industry."""
    return (_not_ending_in(parameters.occupations, values, gettext("no name of an occupation")),)


@dataclass(frozen=True)
class UnitWords:
    """不能以基层工会名称作为名称: the words a unit's name ends in."""

    unit_words: tuple[str, ...] = field(metadata={"label": _("Endings of the names of units")})


@rules.rule(
    "R-NAM-03",
    topic="federation_name_unit",
    kind=Kind.HARD_BLOCK,
    parameters=UnitWords,
    measures=(NAME, FEDERATION_KIND),
    optional=(DIVISION_NAME, UNIT_NAMES),
    subject=Subject.FEDERATION,
)
def name_is_no_unit(parameters: UnitWords, values: Values) -> tuple[ConditionResult, ...]:
    """冀工办发〔2020〕43号 二.1: neither a unit's kind of name nor that of a covered unit."""
    units = [unit.strip() for unit in re.split("[;；]", UNIT_NAMES.of(values) or "")]
    names = tuple(unit.removesuffix("委员会").removesuffix("工会") for unit in units if unit)
    return (_not_ending_in((*parameters.unit_words, *names), values, gettext("no name of a unit")),)


def _not_ending_in(words: tuple[str, ...], values: Values, required: str) -> ConditionResult:
    """The middle of the name ends in none of the words."""
    middle = _parts(values).middle
    return replace(
        told(NAME, not middle.endswith(words), required=required, actual=middle),
        label=gettext("Area or industry"),
    )


@rules.rule(
    "R-NAM-05",
    topic="name_and_form",
    kind=Kind.WARNING,
    parameters=NoParameters,
    measures=(NAME, ORG_KIND),
    optional=(FORM,),
    precedence=Precedence.ALL,
    subject=Subject.UNION,
)
def name_agrees_with_form(_none: NoParameters, values: Values) -> tuple[ConditionResult, ...]:
    """总工办发〔2019〕24号 三: a township union is called by its form, and only it 总工会."""
    name, kind, form = NAME.needed(values), ORG_KIND.needed(values), FORM.of(values)
    if kind == "county":
        raise NotConcerned(gettext("The rule does not speak of the county federation."))
    if kind != "township":
        general = FORM_ENDINGS["general"]
        required = gettext("does not end with “%(ending)s”") % {"ending": general}
        return (told(NAME, not name.endswith(general), required=required, actual=name),)
    if form is None:
        return (unrecorded(FORM),)
    ending = FORM_ENDINGS[form]
    required = gettext("ends with “%(ending)s”") % {"ending": ending}
    return (told(NAME, name.endswith(ending), required=required, actual=name),)
