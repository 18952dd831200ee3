"""May a township union take a form? The one answer for the admin, imports and commands.

Only the form 总工会 has conditions (R-ORG-02, R-ORG-03, R-ORG-04). The national document permits
it; a local document that demands it permits it too, for what must be may be. So the form is allowed
when the conditions of any of these rules in force at that place and date are met, refused when
there are such rules and none is met, and allowed where and when there is none. A condition that
cannot be judged for want of a number refuses as well and names the number. A recorded approval of
the next higher union lifts the refusal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from policies.engine import Book, Measure, Met, Place, Value, Verdict, any_met, measures, rules
from policies.engine.kinds import Status
from policies.rules.general_union import TOPIC
from policies.selectors import load_book, place_of_division, stored_measures

if TYPE_CHECKING:
    from townships.models import Division

# Form (townships.choices.UnionForm) → topic of the rules that set conditions for it.
TOPIC_OF_FORM = {"general": TOPIC}


@dataclass(frozen=True)
class FormDecision:
    """Whether a form may be taken, and everything needed to say why not.

    `verdicts` are those of the rules in force, nearest place first. `approval_no` is the approval
    that lifted a refusal, empty when none was needed or given.
    """

    form: str
    place_name: str
    on: date
    verdicts: tuple[Verdict, ...]
    approval_no: str = ""
    figures_as_of: date | None = None
    figures_source: str = ""

    @property
    def met(self) -> Met:
        """Whether the conditions of any rule in force are met; True when there is no rule."""
        return any_met(verdict.met for verdict in self.verdicts) if self.verdicts else True

    @property
    def allowed(self) -> bool:
        """Whether the form may be saved."""
        return self.met is True or bool(self.approval_no)

    @property
    def lifted(self) -> bool:
        """Whether only the recorded approval makes it allowed."""
        return self.met is not True and bool(self.approval_no)

    @property
    def blocking(self) -> tuple[Verdict, ...]:
        """The verdicts that refuse: all of them, because meeting any one would do."""
        return () if self.allowed else self.verdicts

    @property
    def missing(self) -> tuple[Measure, ...]:
        """Measures to record before this can be judged; none when the answer is a plain no."""
        if self.met is not None:
            return ()
        names = [name for v in self.verdicts if v.met is None for name in v.missing]
        return tuple(measures.get(name) for name in dict.fromkeys(names))

    @property
    def missing_labels(self) -> str:
        """The labels of the missing measures, joined."""
        return _(", ").join(str(measure.label) for measure in self.missing)

    @property
    def failed_labels(self) -> str:
        """The labels of the conditions that are not met, each once, joined."""
        labels = [c.label for v in self.verdicts for c in v.conditions if c.met is False]
        return _(", ").join(dict.fromkeys(labels))

    @property
    def headline(self) -> str:
        """One sentence: what is not possible, and what is short or has to be recorded."""
        if self.missing:
            return _(
                "It cannot be judged yet whether %(place)s may have a general union. "
                "Please record first: %(missing)s"
            ) % {"place": self.place_name, "missing": self.missing_labels}
        return _(
            "%(place)s does not meet the conditions for a general union at present, %(gaps)s"
        ) % {"place": self.place_name, "gaps": self._gaps()}

    @property
    def field_error(self) -> str:
        """The same for the field itself, with actual and required numbers."""
        if self.missing:
            text = _("“General union” cannot be chosen yet: %(missing)s not recorded")
            unknown = text % {"missing": self.missing_labels}
            return _("; ").join([unknown, *self._failed_sentences()])
        return _("“General union” cannot be chosen: %(conditions)s") % {
            "conditions": _("; ").join(self._failed_sentences())
        }

    @property
    def message(self) -> str:
        """`field_error` with the clauses, for import rows and commands."""
        return _("%(error)s (%(basis)s)") % {
            "error": self.field_error,
            "basis": _(", ").join(f"{v.document} {v.clause}" for v in self.blocking),
        }

    def _gaps(self) -> str:
        """What is short; by each rule when there are several, for meeting one of them would do."""
        if len(self.verdicts) == 1:
            return _("short of %(gaps)s") % {"gaps": _lacking(self.verdicts[0])}
        gaps = [
            _("by the rule of %(place)s short of %(gaps)s")
            % {"place": verdict.place_name or _("the nation"), "gaps": _lacking(verdict)}
            for verdict in self.verdicts
        ]
        return _(", ").join(gaps)

    def _failed_sentences(self) -> list[str]:
        failed = [c.sentence for v in self.verdicts for c in v.conditions if c.met is False]
        return list(dict.fromkeys(failed))


def _lacking(verdict: Verdict) -> str:
    return _(" and ").join(c.lacking for c in verdict.conditions if c.met is False)


def may_take_form(
    *,
    form: str,
    division: "Division",
    on: date,
    values: Mapping[str, Value] | None = None,
    approval_no: str = "",
    book: Book | None = None,
) -> FormDecision:
    """Decide whether the township union of `division` may take `form` on the day `on`.

    `values` are measures (counts as whole numbers, None = unknown); without them the figures stored
    for the township on that day are read. `book` saves the query when many rows are judged. Call it
    when the form *changes*: no document orders an existing 总工会 to be dissolved.

    Raises `policies.engine.PolicyError` for an unknown measure or a value that does not fit.
    Implements 总工办发〔2019〕24号 三 and the local documents of R-ORG-03 and R-ORG-04.
    """
    figures = stored_measures(division, on) if values is None else None
    verdicts = _verdicts(
        book or load_book(),
        TOPIC_OF_FORM.get(form, ""),
        place_of_division(division),
        on,
        figures.values if figures else values or {},
    )
    return FormDecision(
        form=form,
        place_name=division.name,
        on=on,
        verdicts=verdicts,
        approval_no=approval_no.strip(),
        figures_as_of=figures.as_of if figures else None,
        figures_source=figures.source if figures else "",
    )


def _verdicts(
    book: Book, topic: str, place: Place, on: date, values: Mapping[str, Value]
) -> tuple[Verdict, ...]:
    """The verdicts of all rules of a topic that are in force, nearest place first."""
    found = [
        verdict
        for rule in rules
        if rule.topic == topic and rule.check is not None
        for verdict in book.verdicts(rule.rule_id, place=place, on=on, measures=values)
        if verdict.status is not Status.NOT_APPLICABLE
    ]
    return tuple(sorted(found, key=lambda verdict: place.index(verdict.place_key)))
