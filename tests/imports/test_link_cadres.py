"""Cadres who are in a file of members are linked by its import, and its undo takes that back."""

import pytest

from cadres.models import Person
from cadres.services.people import save_person
from history.models import Change
from imports.choices import State
from members.models import Member
from tests.imports.conftest import undo_file
from tests.imports.people import id_number, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def cadre(unions, places):
    """Registers a cadre of a township of the county, with the number or without."""

    def make(sequence=None, county="410581", township=places.linqi):
        person = Person(name="王伟芳", county_code=county, township=township)
        number = id_number(sequence) if sequence else ""
        return save_person(person=person, user=None, id_number=number).record

    return make


def test_the_import_links_those_with_the_number(import_rows, cadre):
    linked, other, nameless = cadre(1), cadre(7), cadre()
    batch = import_rows(row(1), row(2))
    for person in (linked, other, nameless):
        person.refresh_from_db()
    assert linked.member == Member.objects.get(id_hash=linked.id_hash)
    assert (linked.version, other.member, nameless.member) == (2, None, None)
    change = Change.objects.get(model="cadres.person", action="~")
    assert (list(change.fields), change.batch_id) == (["member"], batch.pk)


def test_the_undo_takes_the_link_back(import_rows, staff, cadre):
    linked = cadre(1)
    batch = import_rows(row(1))
    undo_file(batch, staff.county)
    linked.refresh_from_db()
    assert (batch.state, linked.member, linked.version) == (State.UNDONE, None, 3)
    assert not Member.objects.exists()


def test_importing_again_changes_no_cadre(import_rows, cadre):
    linked = cadre(1)
    import_rows(row(1))
    import_rows(row(1, 移动电话="13900139000"))
    linked.refresh_from_db()
    assert linked.version == 2


def test_many_links_take_no_more_statements_than_one(
    import_rows, cadre, django_assert_max_num_queries
):
    cadre(1)
    with django_assert_max_num_queries(400) as one:
        import_rows(row(1), row(2), row(3))
    for sequence in (4, 5, 6):
        cadre(sequence)
    with django_assert_max_num_queries(400) as many:
        import_rows(row(4), row(5), row(6))
    assert Person.objects.filter(member__isnull=False).count() == 4
    assert len(many) <= len(one)
