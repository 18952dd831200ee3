"""All rules in words, to choose one from."""

from dataclasses import dataclass

from policies.engine import Rule, rules
from policies.models import Provision
from policies.topics import SECTIONS, rule_name, section_of


@dataclass(frozen=True)
class RuleWords:
    """A rule with its name and the words of a document about it."""

    rule_id: str
    name: str
    key_phrase: str
    has_numbers: bool

    def fits(self, words: list[str]) -> bool:
        """Whether every word stands somewhere in it."""
        text = f"{self.rule_id} {self.name} {self.key_phrase}".lower()
        return all(word in text for word in words)


@dataclass(frozen=True)
class RuleSection:
    """A section of the catalogue with its rules."""

    key: str
    name: str
    rules: list[RuleWords]


def rule_sections(query: str = "") -> list[RuleSection]:
    """The rules by section, those that fit every word of the query. One query."""
    phrases = _phrases()
    words = query.lower().split()
    found: dict[str, list[RuleWords]] = {key: [] for key in SECTIONS}
    for rule in sorted(rules, key=lambda each: each.rule_id):
        line = _line(rule, phrases.get(rule.rule_id, ""))
        if line.fits(words):
            found[section_of(rule.rule_id)].append(line)
    return [RuleSection(key, str(SECTIONS[key]), lines) for key, lines in found.items() if lines]


def _line(rule: "Rule[object]", phrase: str) -> RuleWords:
    has_numbers = bool(getattr(rule.parameters, "__dataclass_fields__", {}))
    return RuleWords(rule.rule_id, rule_name(rule.rule_id), phrase, has_numbers)


def _phrases() -> dict[str, str]:
    """The words of the widest document about each rule."""
    rows = Provision.objects.released().filter(repeals=False)
    shown = rows.order_by("jurisdiction__level", "-valid_from").values_list("rule_id", "key_phrase")
    found: dict[str, str] = {}
    for rule_id, phrase in shown:
        if phrase:
            found.setdefault(rule_id, phrase)
    return found
