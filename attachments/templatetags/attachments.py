"""`{% load attachments %}`, then `{% attachments union %}` or `{% attachments union record %}`.

Lists what is attached, with download and removal, and holds the upload form. `form=False` leaves
the form out and links to the page of documents instead: for pages that are a form themselves.
`title="…"` is what the upload form proposes; `everything=True` lists the documents of all records
of the organisation as well. All tags of a page share one query.
"""

from __future__ import annotations

from typing import Any

from django import template

from attachments import services
from attachments.forms import UploadForm, limits
from attachments.models import Attachment
from attachments.records import record_key
from attachments.selectors import documents_of, of_record
from townships.models import Union

register = template.Library()


@register.inclusion_tag("attachments/_attached.html", takes_context=True)
def attachments(
    context: Any,
    union: Union,
    record: Any = None,
    title: str = "",
    *,
    form: bool = True,
    everything: bool = False,
) -> dict[str, Any]:
    """The documents of a record, or of the organisation itself, and how to add one."""
    request = context["request"]
    found = _documents(request, union)
    may_add = services.may(request.user, union, services.ADD)
    return {
        "union": union,
        "record_key": record_key(record),
        "documents": found if everything else of_record(found, record),
        "everything": everything,
        "may_remove": services.may(request.user, union, services.CHANGE),
        "may_add": may_add,
        "form": _form(request, union, record, title) if may_add and form else None,
        "limits": limits(),
        "here": request.get_full_path(),
        "csrf_token": context.get("csrf_token"),
    }


def _form(request: Any, union: Union, record: Any, title: str) -> UploadForm:
    first = {"title": title, "next": request.get_full_path()}
    return UploadForm(union, record=record, initial=first)


def _documents(request: Any, union: Union) -> list[Attachment]:
    """The union's documents, read once for all tags of a page."""
    kept: dict[int, list[Attachment]] = request.__dict__.setdefault("_documents", {})
    if union.pk not in kept:
        kept[union.pk] = documents_of(union)
    return kept[union.pk]
