"""Removing a document: with a reason; row, file and history stay."""

import pytest
from django.urls import reverse

from attachments.models import Attachment
from history.selectors import changes_of


def send(client, document, **data):
    values = {"record_version": 1, "reason": "传错了", **data}
    return client.post(reverse("document_remove", args=[document.pk]), values)


def stored(document) -> Attachment:
    return Attachment.objects.in_county(document.county_code).get(pk=document.pk)


@pytest.mark.parametrize("who", ["county", "chair"])
def test_remove(as_user, staff, document, who) -> None:
    client = as_user(getattr(staff, who))
    assert send(client, document).status_code == 302
    row = stored(document)
    assert row.removed_on is not None
    assert row.file.storage.exists(str(row.file.name))
    newest = changes_of(document).first()
    assert (newest.reason, newest.user) == ("传错了", getattr(staff, who))
    assert client.get(reverse("document", args=[document.pk])).status_code == 404
    page = client.get(reverse("documents", args=[document.union_id]))
    assert (page.context["documents"], page.context["removed"]) == ([], [row])


@pytest.mark.parametrize(("who", "status"), [("auditor", 403), ("city", 403), ("county2", 404)])
def test_others_remove_nothing(as_user, staff, document, who, status) -> None:
    assert send(as_user(getattr(staff, who)), document).status_code == status
    assert stored(document).removed_on is None


@pytest.mark.parametrize("data", [{"reason": ""}, {"reason": " \u200b "}, {"record_version": 7}])
def test_refused(as_user, staff, document, data) -> None:
    assert send(as_user(staff.county), document, **data).status_code == 422
    assert stored(document).removed_on is None


def test_only_once(as_user, staff, document) -> None:
    client = as_user(staff.county)
    send(client, document)
    assert send(client, document, record_version=2, reason="again").status_code == 422
    assert stored(document).removal_reason == "传错了"
