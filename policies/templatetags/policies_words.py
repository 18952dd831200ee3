"""Provisions in words."""

from django import template
from django.utils.safestring import SafeString

from policies.choices import ProvisionModality, RuleKind
from policies.engine import Kind, ProvisionFacts
from policies.selectors.states import parameters_in_words
from unionreg import ui

register = template.Library()

_TONES = {Kind.HARD_BLOCK: "bad", Kind.WARNING: "warn"}


@register.simple_tag
def effect_badge(kind: str) -> SafeString:
    """What the program does with a provision, as word and colour."""
    return ui.badge(_TONES.get(Kind(kind), "info"), RuleKind(kind).label)


@register.filter
def modality_word(modality: str) -> str:
    """How a provision binds."""
    return str(ProvisionModality(modality).label)


@register.filter
def numbers_in_words(facts: ProvisionFacts) -> list[tuple[str, str]]:
    """Label and value of each parameter."""
    return parameters_in_words(facts.rule_id, facts.parameters)
