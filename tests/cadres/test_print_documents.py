"""批复 and 审批表: filled from the records, by templates that an office may replace."""

import datetime
import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override
from docx import Document

from cadres.models import OfficeTemplate, Term
from cadres.services.templates import save_template
from cadres.services.terms import record_term
from cadres.term_documents import (
    LARGEST,
    _numeral,
    check_template,
    print_document,
    sample_values,
    shipped,
    values_of,
)
from tests.places import Staff, Unions
from unionreg.refusals import Refused


def word_file(*lines: str) -> bytes:
    document, stream = Document(), BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(stream)
    return stream.getvalue()


def words(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(content)).paragraphs)


def archive(**files: bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return stream.getvalue()


@pytest.mark.parametrize("document", ["reply", "change_reply", "form"])
def test_shipped_templates_are_sound(document):
    check_template(shipped(document), sample_values())


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"no archive", ".docx"),
        (archive(a=b"x"), ".docx"),
        (archive(word__document_dot_xml=b"<broken"), ".docx"),
        (archive(word__document_dot_xml=b"x", word__vbaProject_dot_bin=b"x"), "macro"),
        (archive(word__document_dot_xml=b"0" * 21_000_000), "1 MB"),
        (b"0" * (LARGEST + 1), "1 MB"),
        (word_file("{{工会名称}} {{不存在}} {{range}}"), "不存在"),
        (word_file("{{工会名称"), "placeholder"),
        (word_file("{{ 届次 * 999999999 }}"), "placeholder"),
        (word_file("{{ 届次.__class__.__mro__ }}"), "placeholder"),
    ],
)
def test_template_is_refused_in_words(content, told):
    with override("en"), pytest.raises(Refused) as refusal:
        check_template(content, sample_values())
    assert told in " ".join(refusal.value.message_dict["file"])


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (99, "九十九")]
)
def test_numbers_of_terms(number, words):
    assert _numeral(number) == words


@pytest.fixture
def term(unions: Unions, staff: Staff) -> Term:
    row = Term(union=unions.linqi, started_on=datetime.date(2022, 3, 1), years=5, number=12)
    return record_term(term=row, user=staff.county).record


@pytest.mark.django_db
def test_every_placeholder_has_its_value(term):
    assert set(values_of(term)) == set(sample_values())


@pytest.mark.django_db
def test_own_template_is_used_in_its_county(term, staff: Staff, settings, tmp_path, as_user):
    settings.MEDIA_ROOT = tmp_path
    client = as_user(staff.county)
    file = SimpleUploadedFile("批复.docx", word_file("{{工会名称}}，{{届次}}，{{任期届满日期}}"))
    sent = {"county": "410581", "document": "reply", "file": file}
    assert client.post(reverse("office_templates"), sent).status_code == 302
    text = words(print_document(term, "reply"))
    assert text == "临淇镇工会联合会，第十二届，2027年3月1日"
    url = reverse("term_document", args=[term.pk, "reply"])
    assert words(client.get(url).content) == text
    own = OfficeTemplate.objects.get()
    outsider = as_user(staff.county2)
    assert outsider.get(url).status_code == 404
    theirs = reverse("office_template", args=["reply"])
    assert outsider.get(theirs, {"own": own.pk}).status_code == 404
    assert outsider.post(reverse("office_templates"), {"drop": own.pk}).status_code == 404
    foreign = SimpleUploadedFile("x.docx", word_file("x"))
    answer = outsider.post(reverse("office_templates"), {**sent, "file": foreign})
    assert (answer.status_code, OfficeTemplate.objects.count()) == (422, 1)
    assert client.post(reverse("office_templates"), {"drop": own.pk}).status_code == 302
    assert "批复" in words(print_document(term, "reply"))


@pytest.mark.django_db
def test_refused_template_leaves_the_old_one(staff: Staff, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    known: dict[str, Any] = {
        "county_code": "410581",
        "document": "form",
        "name": "x.docx",
        "user": staff.county,
    }
    save_template(content=word_file("{{工会名称}}"), **known)
    with pytest.raises(Refused):
        save_template(content=word_file("{{名称}}"), **known)
    assert OfficeTemplate.objects.get().version == 1


@pytest.mark.django_db
def test_no_reply_about_a_change_that_nobody_approved(term, staff: Staff, as_user):
    url = reverse("term_document", args=[term.pk, "change_reply"])
    assert as_user(staff.county).get(url).status_code == 404
