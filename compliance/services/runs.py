"""Asking for a full check of a county; the worker does it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from compliance.models import CheckRun
from compliance.models.run import UNFINISHED
from compliance.permissions import CHECK


@transaction.atomic
def request_check(*, county_code: str, user: Any) -> CheckRun:
    """Have all rules checked for all of a county (registry key); raises PermissionDenied.

    A run that is waiting or going on already is the answer to everybody who asks meanwhile.
    """
    if not user.scope_for(CHECK).covers(county_code, None):
        raise PermissionDenied
    here = CheckRun.objects.in_county(county_code)
    unfinished = here.filter(state__in=UNFINISHED).first()
    return unfinished or CheckRun.objects.create(county_code=county_code, requested_by=user)
