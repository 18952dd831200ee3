"""What a rule has against a record: reasons to refuse a save, and notices that go with one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _

from unionreg.county import RegistryRow
from unionreg.refusals import Refused

Record = TypeVar("Record", bound=RegistryRow)


@dataclass(frozen=True)
class Problem:
    """One finding: the rule, what is the matter and what to do, the field, the clause behind it.

    `decision` is the answer of the policy engine where it has numbers (for the refusal box).
    """

    rule: str
    text: str
    field: str = ""
    basis: str = ""
    blocking: bool = False
    decision: Any = None

    @property
    def message(self) -> str:
        """The text with the clause it rests on."""
        if not self.basis:
            return self.text
        return _("%(text)s (%(basis)s)") % {"text": self.text, "basis": self.basis}


@dataclass(frozen=True)
class Saved(Generic[Record]):
    """A saved record and what the user should know about it."""

    record: Record
    notices: tuple[Problem, ...] = ()


def refuse(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The notices among `problems`; raises Refused when one of them forbids the save."""
    found = list(problems)
    blocking = [problem for problem in found if problem.blocking]
    if not blocking:
        return tuple(found)
    errors: dict[str, list[str]] = {}
    for problem in blocking:
        errors.setdefault(problem.field or NON_FIELD_ERRORS, []).append(problem.message)
    raise Refused(errors, next((p.decision for p in blocking if p.decision), None))
