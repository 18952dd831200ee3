"""Who may have a checked file written, and who answers for it then."""

import pytest
from django.urls import reverse

from history.models import Change
from imports.choices import Kind, State
from imports.models import ImportBatch
from imports.services import may_work
from imports.tasks import work
from members.models import Member
from tests.imports import workbooks
from tests.imports.conftest import check_file
from tests.imports.people import row


@pytest.fixture
def batch(staff, unions, tmp_path) -> ImportBatch:
    """A good file that the county's clerk has uploaded."""
    path = workbooks.provincial(tmp_path / "会员.xlsx", [row(1)])
    return check_file(path, staff.county, default_union=unions.factory)


def confirm(client, batch):
    status = client.post(reverse("imports:confirm", args=[batch.pk])).status_code
    work(batch.pk)
    batch.refresh_from_db()
    return status


def test_the_owner_confirms_it(as_user, staff, batch):
    assert confirm(as_user(staff.county), batch) == 302
    assert (batch.state, batch.author) == (State.APPLIED, staff.county)


def test_the_change_log_names_a_colleague_who_confirms_it(as_user, staff, colleague, batch):
    assert batch.author == staff.county
    confirm(as_user(colleague), batch)
    assert (batch.state, batch.created_by, batch.author) == (
        State.APPLIED,
        staff.county,
        colleague,
    )
    member = Member.objects.in_county("410581").get()
    changes = Change.objects.filter(model="members.member", object_id=member.pk)
    assert {change.user for change in changes} == {colleague}


@pytest.mark.parametrize(("who", "status"), [("auditor", 403), ("chair", 404), ("county2", 404)])
def test_outsiders_do_not(as_user, staff, batch, who, status):
    assert confirm(as_user(getattr(staff, who)), batch) == status
    assert (batch.state, batch.confirmed_by) == (State.READY, None)


def test_a_chair_does_not_confirm_records_that_are_not_his_to_write(as_user, staff, places, batch):
    """The county's clerk may import levies of one township; its chair imports, but no levies."""
    here = ImportBatch.objects.in_county("410581").filter(pk=batch.pk)
    here.update(kind=Kind.LEVIES, township=places.linqi)
    batch.refresh_from_db()
    assert confirm(as_user(staff.chair), batch) == 403
    assert batch.state == State.READY
    assert not may_work(batch, staff.chair)
    here.update(kind=Kind.MEMBERS)
    batch.refresh_from_db()
    assert may_work(batch, staff.chair)
