"""Why a whole file was refused, in words: what is the matter and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imports.reading import Refusal


class Words(NamedTuple):
    """One sentence for the cause, one for the remedy."""

    text: Any
    remedy: Any


_RESAVE = gettext_lazy("Open it in Excel or WPS, save it as xlsx and upload that file.")
_FRESH = gettext_lazy(
    "Copy the rows into a new, empty workbook (paste as values) and upload that one."
)
_ORIGINAL = gettext_lazy(
    "Ask for the workbook that it was made from, or type the rows into our template."
)
_COMPLETE = gettext_lazy("Send or download the file once more and upload it again.")

WORDS: dict[str, Words] = {
    Refusal.EMPTY: Words(
        gettext_lazy("There is nothing in this file."), gettext_lazy("Choose another file.")
    ),
    Refusal.TOO_LARGE: Words(
        gettext_lazy("The file is larger than %(megabytes)s MB."),
        gettext_lazy("Divide it into several files, for example one a township."),
    ),
    Refusal.NOT_A_WORKBOOK: Words(
        gettext_lazy("This is no workbook, whatever its name says."),
        gettext_lazy("Choose an xlsx, xls or csv file."),
    ),
    Refusal.DOCUMENT: Words(
        gettext_lazy("This is a Word document, whatever its name says."),
        gettext_lazy("Copy its table into a new workbook, save that as xlsx and upload it."),
    ),
    Refusal.PDF: Words(gettext_lazy("This is a PDF file, whatever its name says."), _ORIGINAL),
    Refusal.PICTURE: Words(gettext_lazy("This is a picture, whatever its name says."), _ORIGINAL),
    Refusal.ARCHIVE: Words(
        gettext_lazy("This is an archive, not a workbook."),
        gettext_lazy("Unpack it and upload the workbook inside."),
    ),
    Refusal.OTHER_FORMAT: Words(
        gettext_lazy("This kind of workbook cannot be read here."), _RESAVE
    ),
    Refusal.WEB_PAGE: Words(
        gettext_lazy("This is a web page that was given the name of a workbook."), _RESAVE
    ),
    Refusal.TRUNCATED: Words(gettext_lazy("The file is damaged or incomplete."), _COMPLETE),
    Refusal.PASSWORD: Words(
        gettext_lazy("The file is protected by a password."),
        gettext_lazy("Open it, remove the password, save it and upload it again."),
    ),
    Refusal.BOMB: Words(
        gettext_lazy("Unpacked, the file would be far larger than any real workbook."), _FRESH
    ),
    Refusal.ENTITIES: Words(
        gettext_lazy("The file contains instructions that no workbook needs."), _FRESH
    ),
    Refusal.ENCODING: Words(
        gettext_lazy("The characters of this text file cannot be read."),
        gettext_lazy("Save it as “CSV UTF-8”, or better as xlsx."),
    ),
    Refusal.TOO_MANY_ROWS: Words(
        gettext_lazy("There is content down to row %(row)s; at most %(limit)s rows are possible."),
        gettext_lazy("Delete what stands below the table, or divide the file."),
    ),
    Refusal.TOO_MANY_COLUMNS: Words(
        gettext_lazy("The table has far too many columns."),
        gettext_lazy("Delete what stands to the right of the table."),
    ),
    Refusal.NO_HEADER: Words(
        gettext_lazy("No titles were found in the first %(rows)s rows."),
        gettext_lazy("The titles must be there, at least: %(headers)s. Or use our template."),
    ),
    Refusal.TEXT: Words(
        gettext_lazy("This is a text file, and there are no titles in its first %(rows)s lines."),
        gettext_lazy(
            "Open it in Excel or WPS, bring the rows under titles, at least: %(headers)s, and save"
            " it as xlsx. Or use our template."
        ),
    ),
    Refusal.MISSING_HEADERS: Words(
        gettext_lazy("Columns are missing: %(headers)s."),
        gettext_lazy("Add them in row %(row)s, with exactly these titles.%(similar)s"),
    ),
    Refusal.DUPLICATE_HEADERS: Words(
        gettext_lazy("There is more than one column for the same: %(headers)s."),
        gettext_lazy("Keep the right one and delete the other or change its title."),
    ),
    Refusal.MERGED_CELLS: Words(
        gettext_lazy("There are merged cells among the data, in rows %(rows)s."),
        gettext_lazy("Undo the merging and fill in every row, then upload the file again."),
    ),
    Refusal.NO_ROWS: Words(
        gettext_lazy("There are titles, but no rows below them."),
        gettext_lazy("Fill in the rows from row %(row)s on."),
    ),
    Refusal.UNCALCULATED: Words(
        gettext_lazy("More than %(limit)s formulas in this file have no result."),
        gettext_lazy("Open the file in Excel or WPS, save it and upload it again."),
    ),
    Refusal.READER_FAILED: Words(
        gettext_lazy("The file is built in a way that cannot be read safely."), _FRESH
    ),
    Refusal.TIMEOUT: Words(
        gettext_lazy("Reading the file took longer than %(seconds)s seconds."), _FRESH
    ),
}


def describe_refusal(refusal: Mapping[str, Any]) -> Words:
    """The words for a stored refusal `{"code", "params"}`."""
    words = WORDS[refusal["code"]]
    values = {"megabytes": settings.IMPORT_MAX_MEGABYTES, **_shown(refusal.get("params", {}))}
    return Words(str(words.text) % values, str(words.remedy) % values)


def _shown(params: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters as people read them."""
    shown: dict[str, Any] = {"similar": _similar(params), **params}
    if "headers" in params:
        shown["headers"] = "、".join(_header(item) for item in params["headers"])
    if "rows" in params and isinstance(params["rows"], list):
        shown["rows"] = "、".join(map(str, params["rows"]))
    for name in ("row", "limit"):
        if isinstance(params.get(name), int):
            shown[name] = f"{params[name]:,}" if params[name] > 9999 else params[name]
    return shown


def _header(item: Any) -> str:
    if isinstance(item, dict):
        return f"{item['title']}（{'、'.join(item['columns'])}）"
    return f"“{item}”"


def _similar(params: Mapping[str, Any]) -> str:
    """A hint at a title in the file that looks like a missing one."""
    unknown = params.get("unknown") or []
    for header in params.get("headers", []):
        near = difflib.get_close_matches(str(header), unknown, n=1, cutoff=0.5)
        if near:
            values = {"found": near[0], "wanted": header}
            return _(" “%(found)s” may stand for “%(wanted)s”.") % values
    return ""
