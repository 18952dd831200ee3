"""Writes of compliance: verdicts and findings, checks of counties, what people do with findings."""

from compliance.services.checking import Tally, check_county
from compliance.services.due import check_due, recheck_place
from compliance.services.runs import request_check, unfinished

__all__ = ["Tally", "check_county", "check_due", "recheck_place", "request_check", "unfinished"]
