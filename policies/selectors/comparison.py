"""A draft beside what holds now: what its release would change, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from policies.choices import ProvisionModality, RuleKind
from policies.engine import Precedence, ProvisionFacts, rules
from policies.models import Provision
from policies.models.provision import DAY
from policies.selectors.book import load_book, place_of_division
from policies.selectors.lowering import lowered
from policies.selectors.states import parameters_in_words

if TYPE_CHECKING:
    from townships.models import Division


@dataclass(frozen=True)
class Row:
    """One line of the comparison, in words."""

    label: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        """Whether the draft says something else."""
        return self.before != self.after


@dataclass(frozen=True)
class Comparison:
    """The lines, a sentence for everything that the release does to other provisions, and one
    for each number that asks less than the higher level."""

    rows: list[Row]
    consequences: list[str]
    lowered: list[str]


def compare(draft: Provision) -> Comparison:
    """The draft beside what it supersedes, or what holds at its place on its first day."""
    book = load_book(draft.rule_id)
    place = place_of_division(cast("Division", draft.jurisdiction))  # a draft has one
    standing = list(book.in_force(draft.rule_id, place, draft.valid_from))
    old = next((one for one in standing if one.provision_id == draft.supersedes_id), None)
    shown = old or next(iter(standing), None)
    new = draft_words(draft)
    before = facts_words(shown) if shown else {}
    labels = dict.fromkeys([*before, *new])
    rows = [Row(label, before.get(label, ""), new.get(label, "")) for label in labels]
    above = [*standing, *book.overridden(draft.rule_id, place, draft.valid_from)]
    return Comparison(rows, list(_consequences(draft, standing, old)), _lowered(draft, above))


def _lowered(draft: Provision, above: list[ProvisionFacts]) -> list[str]:
    """What the draft asks less than the nearest higher provision that it overrides."""
    if draft.repeals or rules.get(draft.rule_id).precedence is not Precedence.MOST_SPECIFIC:
        return []
    higher = next((one for one in above if one.place != draft.jurisdiction_id), None)
    return lowered(draft.rule_id, draft.parameters, higher.parameters) if higher else []


def draft_words(draft: Provision) -> dict[str, str]:
    """What a draft says, by label; one that only ends another says nothing new."""
    if draft.repeals:
        return {_("Place"): str(draft.jurisdiction), _("Ends by"): str(draft)}
    return {
        _("Place"): str(draft.jurisdiction or _("whole country")),
        _("Document and clause"): str(draft),
        **dict(parameters_in_words(draft.rule_id, draft.parameters)),
        _("How it binds"): str(ProvisionModality(draft.modality).label),
        _("Effect"): str(RuleKind(draft.kind).label),
        _("In force"): _span(draft.valid_from, draft.valid_to),
        _("Words of the document"): draft.key_phrase,
        capfirst(_("reading")): draft.reading,
    }


def facts_words(facts: ProvisionFacts) -> dict[str, str]:
    """The same of what holds now."""
    return {
        _("Place"): facts.place_name or _("whole country"),
        _("Document and clause"): f"{facts.document} {facts.clause}",
        **dict(parameters_in_words(facts.rule_id, facts.parameters)),
        _("How it binds"): str(ProvisionModality(facts.modality).label),
        _("Effect"): str(RuleKind(facts.kind).label),
        _("In force"): _span(facts.valid_from, facts.valid_to),
        _("Words of the document"): facts.key_phrase,
        capfirst(_("reading")): facts.reading,
    }


def _span(begins: Any, ends: Any) -> str:
    if ends is None:
        return _("from %(begins)s") % {"begins": begins.isoformat()}
    return _("%(begins)s to %(ends)s") % {"begins": begins.isoformat(), "ends": ends.isoformat()}


def _consequences(
    draft: Provision, standing: list[ProvisionFacts], old: ProvisionFacts | None
) -> Iterator[str]:
    """What becomes of the provisions that hold at the place on the first day of the draft."""
    if old is not None or draft.supersedes_id:
        text = _("%(old)s ends on %(day)s, the day before.")
        last = (draft.valid_from - DAY).isoformat()
        yield text % {"old": old_name(old, draft), "day": last}
    others = [one for one in standing if one is not old]
    nearest = rules.get(draft.rule_id).precedence is Precedence.MOST_SPECIFIC
    for other in () if draft.repeals else others:
        names = {"other": f"{other.document} {other.clause}", "place": draft.jurisdiction}
        names["from"] = other.place_name or _("whole country")
        if not nearest:
            text = _("%(other)s (%(from)s) goes on holding: duties and bans add up.")
        elif other.place == draft.jurisdiction_id:
            text = _("%(other)s (%(from)s) holds here on the same days.")
        else:
            text = _("%(other)s (%(from)s) gives way in %(place)s: the nearest place wins.")
        yield text % names
    if draft.repeals and nearest:
        yield _("From then on the next higher place that has a provision of this rule counts.")


def old_name(old: ProvisionFacts | None, draft: Provision) -> str:
    """Document and clause of what is superseded."""
    return f"{old.document} {old.clause}" if old else str(draft.supersedes)
