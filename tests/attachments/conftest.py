"""What the tests of documents share."""

import pytest

from attachments.models import Attachment
from attachments.services import attach
from tests.attachments.files import upload


@pytest.fixture
def document(unions, staff) -> Attachment:
    """An approval of the township union of 临淇镇."""
    return attach(union=unions.linqi, upload=upload(), user=staff.county, title="成立批复")
