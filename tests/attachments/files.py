"""Small files of every kind."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def packed(*names: str) -> bytes:
    """A zip file with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def compound(stream: str) -> bytes:
    """What an old Office file begins with, and the name of a stream."""
    return OLE + bytes(504) + stream.encode("utf-16-le")


CONTENTS = {
    "pdf": b"%PDF-1.7\n%%EOF",
    "jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "png": b"\x89PNG\r\n\x1a\n\x00",
    "docx": packed("[Content_Types].xml", "word/document.xml"),
    "xlsx": packed("[Content_Types].xml", "xl/workbook.xml"),
    "ofd": packed("OFD.xml"),
    "doc": compound("WordDocument"),
    "xls": compound("Workbook"),
}


def upload(name: str = "批复.pdf", content: bytes = CONTENTS["pdf"]) -> SimpleUploadedFile:
    """An upload as a form hands it over."""
    return SimpleUploadedFile(name, content)
