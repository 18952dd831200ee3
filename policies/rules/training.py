"""Training of those who are new in office: R-TRN-01, R-TRN-04."""

from dataclasses import dataclass, field

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from policies.engine import (
    NEVER,
    Choice,
    ConditionResult,
    Fact,
    Kind,
    NotConcerned,
    NotGiven,
    Outcome,
    Subject,
    Values,
    measures,
    rules,
)
from policies.engine.bounds import Years
from policies.engine.conditions import (
    choice_condition,
    done_condition,
    fact_condition,
    in_time_condition,
)

from .measures import APPOINTMENT_CODES, APPOINTMENT_WORDS, COMPLETED_ON, POST, STARTED_ON

APPOINTMENT_TYPE = Choice(
    "appointment_type",
    label=_("Appointment"),
    meaning=_("How the officer serves"),
    codes=APPOINTMENT_CODES,
    also=APPOINTMENT_WORDS,
)
MODE = Choice(
    "mode",
    label=_("Kind of training"),
    meaning=_("How the training was held"),
    codes=(
        ("off_job", _("off-job course")),
        ("meeting", _("instead of a meeting")),
        ("exchange", _("exchange and discussion")),
        ("online", _("online course")),
    ),
    also=(
        *(("脱产", "off_job"), ("脱产培训", "off_job"), ("以会代训", "meeting")),
        *(("交流研讨", "exchange"), ("网上学习", "online")),
    ),
)
ORGANISER = Choice(
    "organiser_level",
    label=_("Organised by"),
    meaning=_("Who held the training"),
    codes=(("upper", _("a higher union")), ("own", _("the own union")), ("other", _("others"))),
    also=(("上级", "upper"), ("本级", "own"), ("其他", "other")),
)
PASSED = Fact("passed", label=_("Passed"), meaning=_("Whether the training was passed"))
measures.add(APPOINTMENT_TYPE, MODE, ORGANISER, PASSED)


@dataclass(frozen=True)
class TrainingDeadline:
    """在上岗 x 年内应参加上级工会组织的脱产培训，并达到合格: the last day is included."""

    training_within: Years = field(metadata={"label": _("Training after taking office")})


@rules.rule(
    "R-TRN-01",
    topic="new_leaders_training",
    kind=Kind.WARNING,
    parameters=TrainingDeadline,
    measures=(POST, APPOINTMENT_TYPE, STARTED_ON, COMPLETED_ON, MODE, ORGANISER, PASSED),
    subject=Subject.OFFICER,
    result=_("Training due on"),
)
def new_leader_is_trained(parameters: TrainingDeadline, values: Values) -> Outcome:
    """总工办发〔2019〕24号 七: off-job, by a higher union, in time, and passed.

    It speaks of chairs and full-time vice-chairs who took office since it is in force.
    """
    _concerned(values)
    due = parameters.training_within.after(STARTED_ON.needed(values))
    in_time = in_time_condition(COMPLETED_ON, due, values)
    if COMPLETED_ON.of(values) == NEVER:
        return Outcome((in_time,), due, due.isoformat())
    return Outcome((in_time, *_of_the_right_kind(values)), due, due.isoformat())


def _concerned(values: Values) -> None:
    """Raises `NotConcerned` for posts and times the clause does not speak of."""
    if STARTED_ON.needed(values) < values.since:
        raise NotConcerned(gettext("The post was taken up before the rule was in force."))
    post = POST.needed(values)
    fulltime_vice = post == "vice_chair" and APPOINTMENT_TYPE.needed(values) == "fulltime"
    if post != "chair" and not fulltime_vice:
        raise NotConcerned(gettext("The rule speaks of chairs and full-time vice-chairs only."))


def _of_the_right_kind(values: Values) -> tuple[ConditionResult, ...]:
    return (
        choice_condition(MODE, ("off_job",), values),
        choice_condition(ORGANISER, ("upper",), values),
        fact_condition(PASSED, values),
    )


@dataclass(frozen=True)
class FederationTraining:
    """新任职联合会主席要参加上级工会干部培训: until when is not said."""

    training_within: Years | None = field(
        default=None, metadata={"label": _("Training after taking office")}
    )


@rules.rule(
    "R-TRN-04",
    topic="new_federation_chairs_training",
    kind=Kind.WARNING,
    parameters=FederationTraining,
    measures=(POST, STARTED_ON, COMPLETED_ON, ORGANISER),
    subject=Subject.OFFICER,
)
def new_federation_chair_is_trained(
    parameters: FederationTraining, values: Values
) -> tuple[ConditionResult, ...]:
    """冀工办发〔2020〕43号 四.3: training by a higher union, for chairs who are new in office."""
    if POST.needed(values) != "chair":
        raise NotConcerned(gettext("The rule speaks of chairs only."))
    started, completed = STARTED_ON.needed(values), COMPLETED_ON.needed(values)
    if started < values.since:
        raise NotConcerned(gettext("The post was taken up before the rule was in force."))
    by_higher_union = choice_condition(ORGANISER, ("upper",), values)
    if parameters.training_within is None:
        if completed == NEVER:
            raise NotGiven(_("Time for the training"))
        return (done_condition(COMPLETED_ON, values), by_higher_union)
    due = parameters.training_within.after(started)
    return (in_time_condition(COMPLETED_ON, due, values), by_higher_union)
