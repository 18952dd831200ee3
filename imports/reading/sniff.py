"""What kind of file this is, judged by its content and never by its name.

Every check here is cheap: a few bytes, the list of a zip file's parts, the first kilobytes of its
XML parts.  What gets past them is still read under the limits of the reading process.
"""

from __future__ import annotations

import mmap
import re
import struct
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from imports.reading.spec import Limits, Refusal, Refused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
STARTS = {
    b"%PDF": Refusal.PDF,
    b"\x89PNG": Refusal.PICTURE,
    b"\xff\xd8\xff": Refusal.PICTURE,
    b"GIF8": Refusal.PICTURE,
    b"{\\rtf": Refusal.DOCUMENT,
    b"Rar!": Refusal.ARCHIVE,
    b"7z\xbc\xaf": Refusal.ARCHIVE,
    b"\x1f\x8b": Refusal.ARCHIVE,
    b"MZ": Refusal.NOT_A_WORKBOOK,
    b"\x7fELF": Refusal.NOT_A_WORKBOOK,
}
WEB_START = re.compile(r"<[a-z!?]|mime-version")
# Excel 2003 saves a workbook as one XML file.
XML_WORKBOOK = "urn:schemas-microsoft-com:office:spreadsheet"
OPEN_DOCUMENT_TEXT = b"application/vnd.oasis.opendocument.text"
UTF16_STARTS = (b"\xff\xfe", b"\xfe\xff")
FIRST_RECORD = b"\x09\x08\x10\x00\x00\x06\x05\x00"
ENCRYPTED_RECORD, EPOCH_RECORD = 0x2F, 0x22
HEAD = 4096
# Characters of a Chinese table. Text read in the wrong order of bytes has others.
TABLE_TEXT = re.compile(
    "[\t\r\n -~\u00a0-\u00ff\u2010-\u2027\u3000-\u3017\u3400-\u4dbf\u4e00-\u9fff"
    "\uff00-\uff60\U00020000-\U0003ffff]+"
)
SMALL_PART = 4 * 2**20
XML_START = 64 * 2**10


def detect(path: Path, limits: Limits) -> str:
    """``xlsx``, ``xls`` or ``csv``.  Raises :class:`Refused` for everything else."""
    size = path.stat().st_size
    if size == 0:
        raise Refused(Refusal.EMPTY)
    if size > limits.file_bytes:
        raise Refused(Refusal.TOO_LARGE, megabytes=limits.file_bytes // 2**20)
    with path.open("rb") as file:
        head = file.read(HEAD)
    return _detect(path, head, limits)


def _detect(path: Path, head: bytes, limits: Limits) -> str:
    if head.startswith((ZIP, EMPTY_ZIP)):
        check_zip(path, limits)
        return "xlsx"
    if head.startswith(OLE):
        check_ole(path)
        return "xls"
    for start, reason in STARTS.items():
        if head.startswith(start):
            raise Refused(reason)
    return _detect_text(head)


def _detect_text(head: bytes) -> str:
    text = _beginning(head)
    if WEB_START.match(text):
        raise Refused(Refusal.OTHER_FORMAT if XML_WORKBOOK in text else Refusal.WEB_PAGE)
    if "\0" in text and not head.startswith(UTF16_STARTS):
        raise Refused(Refusal.NOT_A_WORKBOOK)
    if not text:
        raise Refused(Refusal.EMPTY)
    return "csv"


def _beginning(head: bytes) -> str:
    """The first characters of a text in small letters; only those of ASCII need be right."""
    encoding = "utf-16" if head.startswith(UTF16_STARTS) else bare_utf16(head) or "utf-8"
    return head.decode(encoding, "replace").removeprefix("\ufeff").lstrip().lower()


def bare_utf16(head: bytes) -> str:
    """How to read UTF-16 text without a mark at its beginning; empty when it is none."""
    if b"\0" not in head:
        return ""
    for encoding in ("utf-16-le", "utf-16-be"):
        if TABLE_TEXT.fullmatch(head.decode(encoding, "ignore")):
            return encoding
    return ""


def check_ole(path: Path) -> None:
    """Refuse a compound file that is encrypted or holds no workbook (.doc, .msi …)."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if len(data) < 1536:
            raise Refused(Refusal.TRUNCATED)
        if data.find("EncryptedPackage".encode("utf-16-le")) >= 0:
            raise Refused(Refusal.PASSWORD)
        if _locked(data):
            raise Refused(Refusal.PASSWORD)
        if not _holds(data, "Workbook", "Book"):
            document = _holds(data, "WordDocument")
            raise Refused(Refusal.DOCUMENT if document else Refusal.NOT_A_WORKBOOK)


def _holds(data: mmap.mmap, *names: str) -> bool:
    """Whether a compound file has a stream of one of these names."""
    return any(data.find(name.encode("utf-16-le")) >= 0 for name in names)


def _locked(data: mmap.mmap) -> bool:
    """Whether an old workbook's first records announce that the rest is encrypted."""
    return any(kind == ENCRYPTED_RECORD for kind, _body in islice(_records(data), 8))


def _records(data: mmap.mmap) -> Iterator[tuple[int, bytes]]:
    """Kind and content of the first records of an old workbook."""
    position = data.find(FIRST_RECORD)
    while 0 <= position <= len(data) - 4:
        kind, length = struct.unpack_from("<2H", data, position)
        yield kind, data[position + 4 : position + 4 + length]
        position += 4 + length


def old_epoch_1904(path: Path) -> bool:
    """Whether an old workbook counts days from 1904; the record stands before the fonts."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        first = islice(_records(data), 40)
        return any(kind == EPOCH_RECORD and body[:1] == b"\1" for kind, body in first)


def check_zip(path: Path, limits: Limits) -> None:
    """Refuse what is no xlsx file, damaged, or would unpack to more than the limits allow."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_sizes(parts, path.stat().st_size, limits)
            _check_parts(archive, {part.filename for part in parts})
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise Refused(Refusal.TRUNCATED) from error


def _check_sizes(parts: list[zipfile.ZipInfo], file_bytes: int, limits: Limits) -> None:
    if len(parts) > 5000 or sum(part.file_size for part in parts) > limits.unpacked_bytes:
        raise Refused(Refusal.BOMB)
    if sum(part.compress_size for part in parts) > file_bytes:  # parts that share their bytes
        raise Refused(Refusal.BOMB)
    if any(_suspicious(part, limits.ratio) for part in parts):
        raise Refused(Refusal.BOMB)
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(Refusal.PASSWORD)


def _suspicious(part: zipfile.ZipInfo, ratio: int) -> bool:
    """A large part that is packed tighter than any real sheet."""
    return part.file_size > 16 * SMALL_PART and part.file_size > part.compress_size * ratio


def _check_parts(archive: zipfile.ZipFile, names: set[str]) -> None:
    if "xl/workbook.xml" not in names:
        raise Refused(_other_zip(archive, names))
    for name in names:
        if name.endswith((".xml", ".rels")):
            _check_xml_start(archive, name)


def _other_zip(archive: zipfile.ZipFile, names: set[str]) -> Refusal:
    """What a zip file is that is no xlsx file."""
    if "word/document.xml" in names:
        return Refusal.DOCUMENT
    if "ppt/presentation.xml" in names:
        return Refusal.NOT_A_WORKBOOK
    if "mimetype" in names:
        with archive.open("mimetype") as part:
            document = part.read(HEAD).startswith(OPEN_DOCUMENT_TEXT)
        return Refusal.DOCUMENT if document else Refusal.OTHER_FORMAT
    return Refusal.OTHER_FORMAT if "xl/workbook.bin" in names else Refusal.ARCHIVE


def _check_xml_start(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse a document type declaration: no spreadsheet has one, entity bombs need one."""
    with archive.open(name) as part:
        start = part.read(XML_START)
    if start.startswith(UTF16_STARTS):
        start = start.decode("utf-16", "replace").encode()
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
        raise Refused(Refusal.ENTITIES)
