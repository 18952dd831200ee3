"""What the queue carries for people: the id of an export."""

import logging
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import translation
from django_tasks import task

from members.models import ExportState, Member, MemberExport
from members.services.exports import write_export

logger = logging.getLogger(__name__)


@task()
def write_in_background(export_id: int) -> None:
    """Write the workbook of an export that still waits for it."""
    waiting = MemberExport.objects.filter(pk=export_id, state=ExportState.WAITING)
    if not waiting.update(state=ExportState.WRITING):
        return  # another worker has it, or it is done
    export = MemberExport.objects.select_related("user").get(pk=export_id)
    try:
        with translation.override(export.language):
            _write(export)
    except Exception as error:
        # the text of an error may hold a person's data: only its kind is logged
        logger.error("Export %s was not written: %s", export_id, type(error).__name__)
        MemberExport.objects.filter(pk=export_id).update(state=ExportState.FAILED)


def _write(export: MemberExport) -> None:
    request = _request(export)
    listed: Any = admin.site._registry[Member].get_changelist_instance(request)
    own = MemberExport.objects.filter(pk=export.pk)

    def note(number: int) -> None:
        own.update(rows=number)

    path, rows = write_export(
        members=listed.queryset,
        order=listed.order,
        user=export.user,
        unmasked=export.unmasked,
        reason=export.reason,
        progress=note,
    )
    own.update(state=ExportState.READY, rows=rows, file_name=path.name)


def _request(export: MemberExport) -> HttpRequest:
    """The request for the list as the user saw it, with his rights of today."""
    request = RequestFactory().get(f"/?{export.query}")
    request.user = export.user
    return request
