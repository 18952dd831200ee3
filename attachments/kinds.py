"""What kind of file an upload is, judged by its content and never by its name alone.

Every check is cheap: a few bytes, the list of a zip file's parts, the names inside an old Office
file. Nothing is unpacked, drawn or run.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import IO

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
PLAIN_STARTS = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
# The part or stream that makes a container what it is.
PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "OFD.xml": "ofd"}
STREAMS = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls"}
MACROS = "vbaproject.bin"
MOST_PARTS = 5000
SAME = {"jpeg": "jpg"}

OFFICE = "application/vnd.openxmlformats-officedocument"
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ofd": "application/ofd",
}
ENDINGS = tuple(CONTENT_TYPES)


class Locked(Exception):
    """The file asks for a password."""


class Damaged(Exception):
    """The file ends too early or its table of contents cannot be read."""


class WithMacros(Exception):
    """An Office file that carries programs."""


@dataclass(frozen=True)
class Ending:
    """The ending of a file name, `shown` as it was written."""

    shown: str

    @property
    def kind(self) -> str:
        """The kind it promises; "" for one that is not taken."""
        value = SAME.get(self.shown.lower(), self.shown.lower())
        return value if value in ENDINGS else ""


def ending_of(name: str) -> Ending:
    """What stands behind the last dot of a file name."""
    return Ending(name.rpartition(".")[2] if "." in name else "")


def kind_of(file: IO[bytes]) -> str:
    """One of `ENDINGS`, "" for everything else; leaves the file at its beginning.

    Raises Locked, Damaged and WithMacros.
    """
    file.seek(0)
    head = file.read(16)
    try:
        if head.startswith(ZIP):
            return _kind_of_zip(file)
        if head.startswith(OLE):
            return _kind_of_compound(file)
        return next((kind for start, kind in PLAIN_STARTS.items() if head.startswith(start)), "")
    finally:
        file.seek(0)


def _kind_of_zip(file: IO[bytes]) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise Damaged from error
    names = {part.filename for part in parts[:MOST_PARTS]}
    if any(name.lower().endswith(MACROS) for name in names):
        raise WithMacros
    return next((kind for part, kind in PARTS.items() if part in names), "")


def _kind_of_compound(file: IO[bytes]) -> str:
    """An old Office file by the streams it holds; their names are UTF-16 in its directory."""
    file.seek(0)
    data = file.read()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Locked
    found = (kind for name, kind in STREAMS.items() if name.encode("utf-16-le") in data)
    return next(found, "")
