"""Words about federations and their year."""

from collections.abc import Callable

from compliance.models import Finding
from compliance.selectors.explaining import Told

TELL: dict[tuple[str, str], Callable[[Finding, Told], tuple[str, str]]] = {}
