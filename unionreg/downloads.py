"""Files as an answer to a request, and the refusal of a workbook that would grow too large."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from unionreg.ui import number
from unionreg.workbooks import XLSX_TYPE

LARGEST_EXPORT = 20_000  # rows; more take a request too long


def download(content: bytes, name: str, content_type: str = XLSX_TYPE) -> HttpResponse:
    """A file to keep under this name; a workbook unless told otherwise."""
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


def refuse_export(request: HttpRequest, total: int, limit: int, address: str) -> HttpResponse:
    """Back to the list at `address` with its filters, and say that they have to be narrower."""
    text = _(
        "Not exported: the list has %(number)s rows, at most %(limit)s fit into one workbook. "
        "Narrow it with the filters, for example to one township, and export again."
    )
    messages.error(request, text % {"number": number(total), "limit": number(limit)})
    return redirect(f"{address}?{request.META.get('QUERY_STRING', '')}")
