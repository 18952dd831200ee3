"""Which files are taken: by content, not by name. No database."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from attachments.services import check_file, safe_name
from tests.attachments.files import CONTENTS, OLE, compound, packed, upload


@pytest.mark.parametrize("ending", CONTENTS)
def test_allowed_kinds(ending) -> None:
    assert check_file(upload(f"批复.{ending.upper()}", CONTENTS[ending])) == ending


def test_second_name_of_a_kind() -> None:
    assert check_file(upload("a.jpeg", CONTENTS["jpg"])) == "jpg"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"", "nothing in this file"),
        ("a.pdf", b"MZ\x90\x00 a program", "none of the files"),
        ("a.exe", CONTENTS["pdf"], "none of the files"),
        ("a", CONTENTS["pdf"], "none of the files"),
        ("a.pdf", b"<html><script>", "none of the files"),
        ("a.svg", b"<svg xmlns=", "none of the files"),
        ("a.pdf", CONTENTS["docx"], "content is docx"),
        ("a.doc", CONTENTS["xls"], "content is xls"),
        ("a.docx", packed("word/document.xml", "word/vbaProject.bin"), "macros"),
        ("a.docx", compound("EncryptedPackage"), "password"),
        ("a.docx", CONTENTS["docx"][:40], "damaged"),
        ("a.zip", packed("a.pdf"), "none of the files"),
        ("a.doc", OLE + bytes(600), "none of the files"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else value,  # a zip has the time in it
)
def test_others_are_refused(name, content, words) -> None:
    with override("en"), pytest.raises(ValidationError) as refusal:
        check_file(upload(name, content))
    assert words in refusal.value.message_dict["file"][0]


def test_size_at_the_limit(settings) -> None:
    settings.ATTACHMENT_MAX_MEGABYTES = 1
    fitting = CONTENTS["pdf"].ljust(2**20, b" ")
    assert check_file(upload(content=fitting)) == "pdf"
    with pytest.raises(ValidationError, match="1 MB"):
        check_file(upload(content=fitting + b" "))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("关于成立的批复.pdf", "关于成立的批复.pdf"),
        ("C:\\文件\\..\\批复.pdf", "批复.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ('a"b<c>\r\n.pdf', "a_b_c_ .pdf"),
        ("批\u202efdp.exe.pdf", "批fdp.exe.pdf"),
        ("." + "字" * 300 + ".pdf", "字" * 120 + ".pdf"),
    ],
)
def test_names_are_made_safe(given, kept) -> None:
    assert safe_name(given) == kept
