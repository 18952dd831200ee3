"""Errors of the engine. Every message is a sentence for the person who made the mistake."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .measures import Text


class PolicyError(Exception):
    """Something about a rule, a measure or a provision is wrong; `str(error)` says what."""


class UnknownRule(PolicyError):
    """No rule of this id is registered."""


class UnknownMeasure(PolicyError):
    """No measure of this name is registered."""


class BadValue(PolicyError):
    """A value does not fit the type of its measure."""


class BadParameters(PolicyError):
    """The parameters of a provision do not fit the typed parameters of its rule."""


class CannotSay(Exception):
    """A rule gives no answer. Rules raise the kinds below; the book turns them into a verdict."""


class Unrecorded(CannotSay):
    """A measure the rule needs is not recorded: the verdict is unknown and names it."""


class NotGiven(CannotSay):
    """The document leaves this number open: the verdict is unknown and says so."""

    def __init__(self, label: "Text") -> None:
        self.label = label
        super().__init__(label)


class NotConcerned(CannotSay):
    """The rule does not speak of this subject: the verdict is “not applicable”, with the reason."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)
