"""Attaching documents to organisations and to their records: who may, what is refused."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from attachments.models import Attachment
from attachments.services import attach, remove
from cadres.models import Meeting
from history.selectors import changes_of
from tests.attachments.files import CONTENTS, upload


def send(client, union, **data):
    """Send the upload form."""
    values = {"file": upload(), "title": "成立批复", **data}
    return client.post(reverse("documents", args=[union.pk]), values)


def kept(union) -> list[Attachment]:
    return list(Attachment.objects.in_county(union.county_code).filter(union=union))


@pytest.mark.parametrize("who", ["county", "chair", "admin"])
def test_attach(as_user, staff, unions, who) -> None:
    user = getattr(staff, who)
    response = send(
        as_user(user), unions.linqi, document_no="林工〔2026〕3号", dated_on="2026-03-01"
    )
    assert response.status_code == 302
    (document,) = kept(unions.linqi)
    assert (document.title, document.original_name) == ("成立批复", "批复.pdf")
    assert document.updated_by == user
    assert document.size == len(CONTENTS["pdf"])
    assert document.file.read() == CONTENTS["pdf"]
    assert "批复" not in str(document.file.name)
    assert changes_of(document).get().fields["document_no"] == [None, "林工〔2026〕3号"]


@pytest.mark.parametrize(("who", "status"), [("auditor", 403), ("city", 403), ("county2", 404)])
def test_others_attach_nothing(as_user, staff, unions, who, status) -> None:
    assert send(as_user(getattr(staff, who)), unions.linqi).status_code == status
    assert kept(unions.linqi) == []


def test_a_form_sent_twice_keeps_one_document(staff, unions) -> None:
    """The same file again, in one place; beside a record of its own it may lie as well."""
    first = attach(union=unions.linqi, upload=upload(), user=staff.county, title="成立批复")
    with pytest.raises(ValidationError, match="成立批复"):
        attach(union=unions.linqi, upload=upload(), user=staff.county)
    attach(union=unions.linqi, upload=upload(), user=staff.county, record=a_meeting(unions.linqi))
    remove(attachment=first, reason="放错", user=staff.county)
    attach(union=unions.linqi, upload=upload(), user=staff.county)
    assert len(kept(unions.linqi)) == 3


def test_chair_of_another_township_finds_nothing(as_user, staff, unions) -> None:
    assert send(as_user(staff.chair_beside), unions.linqi).status_code == 404


def test_refusal_keeps_what_was_filled_in(as_user, staff, unions) -> None:
    response = send(as_user(staff.county), unions.linqi, file=upload("a.pdf", b"MZ"), title="x")
    assert response.status_code == 422
    form = response.context["form"]
    assert "a.pdf" in form.errors["file"][0]
    assert form["title"].value() == "x"
    assert kept(unions.linqi) == []


def test_title_is_the_name_of_the_file_when_empty(as_user, staff, unions) -> None:
    send(as_user(staff.county), unions.linqi, title="")
    assert kept(unions.linqi)[0].title == "批复"


def test_day_to_come_is_refused(staff, unions) -> None:
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with pytest.raises(ValidationError) as refusal:
        attach(union=unions.linqi, upload=upload(), user=staff.county, dated_on=tomorrow)
    assert list(refusal.value.message_dict) == ["dated_on"]
    assert kept(unions.linqi) == []


def a_meeting(union) -> Meeting:
    return Meeting.objects.create(
        county_code=union.county_code, union=union, kind="plenary", held_on="2026-05-01"
    )


def test_record_of_the_union(as_user, staff, unions) -> None:
    meeting = a_meeting(unions.linqi)
    send(as_user(staff.county), unions.linqi, record=f"cadres.meeting:{meeting.pk}")
    assert kept(unions.linqi)[0].record == f"cadres.meeting:{meeting.pk}"


@pytest.mark.parametrize("key", ["cadres.meeting:{other}", "cadres.meeting:x", "x", "a.b:1", ":"])
def test_record_of_another_union(as_user, staff, unions, key) -> None:
    key = key.format(other=a_meeting(unions.hejian).pk)
    assert send(as_user(staff.county), unions.linqi, record=key).status_code == 422
    assert kept(unions.linqi) == []


def test_leads_back_to_our_pages_only(as_user, staff, unions) -> None:
    client = as_user(staff.county)
    assert send(client, unions.linqi, next="/search/")["Location"] == "/search/"
    for stranger in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
        content = CONTENTS["pdf"] + stranger.encode()
        file = upload("a.pdf", content)
        back = send(client, unions.linqi, file=file, next=stranger)["Location"]
        assert back == reverse("documents", args=[unions.linqi.pk])


def drawn(user, union, records) -> str:
    request = RequestFactory().get("/x/")
    request.user = user
    tags = "".join(f"{{% attachments union r{n} %}}" for n in range(len(records)))
    context = {"request": request, "union": union}
    context |= {f"r{n}": record for n, record in enumerate(records)}
    return Template("{% load attachments %}" + tags).render(Context(context))


def test_tags_of_a_page_share_one_query(staff, unions, django_assert_num_queries) -> None:
    meetings = [a_meeting(unions.linqi) for _ in range(3)]
    for meeting in meetings:
        attach(
            union=unions.linqi,
            upload=upload(f"{meeting.pk}.pdf"),
            user=staff.county,
            record=meeting,
        )
    assert staff.county.scope_for("attachments.add_attachment")
    assert staff.county.scope_for("attachments.change_attachment")
    with django_assert_num_queries(1):
        page = drawn(staff.county, unions.linqi, [None, *meetings])
    assert page.count('.pdf"') == 3
    assert page.count("<form") == 4


def test_readers_get_no_form(staff, unions, document) -> None:
    page = drawn(staff.auditor, unions.linqi, [None])
    assert "成立批复" in page
    assert "<form" not in page
    assert "remove" not in page
