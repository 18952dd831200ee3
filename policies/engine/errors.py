"""Errors of the engine. Every message is a sentence for the person who made the mistake."""


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
