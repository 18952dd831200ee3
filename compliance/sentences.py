"""A finding as a sentence that a clerk can act on, and the record in which it is put right."""

from dataclasses import dataclass
from typing import Any

from compliance.models import Finding


@dataclass(frozen=True)
class Sentence:
    """Whom it is about, what is the matter, and what to do; `text` goes on after `about`."""

    about: str
    text: str
    remedy: str = ""


def sentence(finding: Finding) -> Sentence:
    """The sentence of a finding, from its verdict."""
    return Sentence(finding.subject_label, finding.verdict.explanation)


def record_link(finding: Finding, user: Any) -> tuple[str, str]:
    """Words and address of the button that leads to the record; empty where there is none."""
    return "", ""
