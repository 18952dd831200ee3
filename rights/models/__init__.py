"""Tables of the app, one file a concept."""

from rights.models.contract import CollectiveContract
from rights.models.work import WorkRecord

__all__ = ["CollectiveContract", "WorkRecord"]
