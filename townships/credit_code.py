"""TEMPORARY SKELETON: the building-blocks engineer writes this (keep name and attributes)."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class CreditCodeResult:
    value: str
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def check_credit_code(text: str) -> CreditCodeResult:
    return CreditCodeResult(text.strip().upper())
