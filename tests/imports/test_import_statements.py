"""How often an import asks the database: as often for 2,500 rows as for 250."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from imports import services
from imports.choices import Kind, Mode
from imports.places import place_of
from imports.tasks import work
from members.models import Member
from tests.imports import workbooks
from tests.imports.people import many_ids, row


def statements(user, union, path):
    """How many statements checking and writing a file take."""
    checking, writing = captured(user, union, path)
    return asked(checking), asked(writing)


def captured(user, union, path):
    """Statements of checking and of writing a file."""
    place = place_of(user, "410581")
    assert place
    with path.open("rb") as file:
        batch = services.create_batch(
            kind=Kind.MEMBERS,
            place=place,
            user=user,
            file=file,
            name=path.name,
            default_union=union,
            send_it=False,
        )
    with CaptureQueriesContext(
        connection,
    ) as checking:
        work(batch.pk)
    batch.refresh_from_db()
    if batch.good_count:
        services.confirm(batch=batch, user=user, mode=Mode.GOOD_ROWS, send_it=False)
    with CaptureQueriesContext(connection) as writing:
        work(batch.pk)
    return checking, writing


def asked(captured):
    """How many statements; a test's own transaction turns BEGIN and COMMIT into savepoints."""
    control = ("SAVEPOINT", "RELEASE SAVEPOINT")
    return sum(not query["sql"].startswith(control) for query in captured)


def test_statements_do_not_grow_with_the_rows(staff, unions, tmp_path):
    ids = many_ids(2751)
    # the first import of a union makes its summary rows and the counters of SQLite's tables
    first = workbooks.provincial(tmp_path / "one.xlsx", [row(ids[2750])])
    statements(staff.county, unions.factory, first)
    few = workbooks.provincial(tmp_path / "few.xlsx", [row(number) for number in ids[:250]])
    many = workbooks.provincial(tmp_path / "many.xlsx", [row(number) for number in ids[250:2750]])
    small = statements(staff.county, unions.factory, few)
    large = statements(staff.county, unions.factory, many)
    assert Member.objects.count() == 2751
    assert small == large
    # and at most three statements that load rows, which pass by what is counted here
    assert sum(large) <= 38


def test_the_same_for_changes_and_for_nothing_new(staff, unions, tmp_path):
    ids = many_ids(1300)
    rows = [row(number) for number in ids]
    statements(staff.county, unions.factory, workbooks.provincial(tmp_path / "a.xlsx", rows))
    changed = [row(number, 移动电话="13900139000") for number in ids]
    few = workbooks.provincial(tmp_path / "b.xlsx", changed[:130])
    many = workbooks.provincial(tmp_path / "c.xlsx", changed[130:])
    assert statements(staff.county, unions.factory, few) == statements(
        staff.county, unions.factory, many
    )
    again = workbooks.provincial(tmp_path / "d.xlsx", changed)
    assert statements(staff.county, unions.factory, again)[1] <= 5


def test_references_are_checked_before_the_counts_are_locked(staff, unions, tmp_path):
    path = workbooks.provincial(tmp_path / "a.xlsx", [row(number) for number in many_ids(3)])
    _checking, writing = captured(staff.county, unions.factory, path)
    asked_for = [query["sql"] for query in writing]
    checked = [at for at, sql in enumerate(asked_for) if sql.startswith("SET CONSTRAINTS")]
    locked = [at for at, sql in enumerate(asked_for) if "townships_unionsummary" in sql]
    written = [at for at, sql in enumerate(asked_for) if 'INTO "members_membership"' in sql]
    assert len(checked) == (connection.vendor == "postgresql")
    assert all(written[-1] < at < locked[0] for at in checked)
