"""Downloads: inside the places only, never shown in the browser."""

import pytest
from django.urls import reverse

from tests.attachments.files import CONTENTS


def ask(client, document):
    return client.get(reverse("document", args=[document.pk]))


@pytest.mark.parametrize("who", ["county", "chair", "auditor", "city", "province"])
def test_download(as_user, staff, document, who) -> None:
    response = ask(as_user(getattr(staff, who)), document)
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == CONTENTS["pdf"]
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E6%89%B9")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("who", ["county2", "chair2", "chair_beside"])
def test_outsiders_find_nothing(as_user, staff, document, who) -> None:
    assert ask(as_user(getattr(staff, who)), document).status_code == 404


def test_lost_file_is_not_found(as_user, staff, document) -> None:
    document.file.storage.delete(document.file.name)
    assert ask(as_user(staff.county), document).status_code == 404
