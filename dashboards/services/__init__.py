"""Keeping the numbers of the dashboards: full recount, comparison, months."""

from dashboards.services.months import backfill, roll
from dashboards.services.rebuild import Difference, differences, rebuild

__all__ = ["Difference", "backfill", "differences", "rebuild", "roll"]
