"""Models of compliance, one file a concept."""

from compliance.models.feed import CalendarFeed
from compliance.models.finding import Finding
from compliance.models.order import UrgencyOrder
from compliance.models.run import CheckRun
from compliance.models.verdict import StoredVerdict

__all__ = ["CalendarFeed", "CheckRun", "Finding", "StoredVerdict", "UrgencyOrder"]
