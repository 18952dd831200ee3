"""Ends of contracts of social union workers."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from cadres.models import SocialWorker
from compliance.deadlines import Deadline, Window, provides


@provides
def contracts(window: Window) -> Iterator[Deadline]:
    """The last days of the contracts of those who are employed; a calendar names nobody."""
    rows = SocialWorker.objects.visible_to(window.user, "cadres.view_socialworker").filter(
        ended_on__isnull=True, contract_to__range=(window.first, window.last)
    )
    columns = ("pk", "county_code", "township_id", "contract_to")
    for pk, county_code, township_id, day in rows.values_list(*columns):
        assert day is not None  # noqa: S101 - the range has none without a day
        yield Deadline(
            key=f"contract:{pk}",
            day=day,
            title=_("Contract of a social union worker ends"),
            subject=_("social union worker"),
            place=township_id or county_code,
            url=reverse("admin:cadres_socialworker_change", args=[pk]),
        )
