"""What the measurements count is what happens."""

import pytest
from django.db import connection, transaction

from bench.counting import Written, statements
from imports.database import load
from townships.models import Division, Union


@pytest.mark.django_db
def test_statements_without_transactions():
    with statements() as found:
        with transaction.atomic():
            assert Division.objects.count() >= 0
        load(Union, ["county_code", "code", "name", "kind"], [])
    assert len(found) == 2
    assert (found.about(Division), found.about(Union)) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_rows_written_with_the_same_values_too(unions):
    written = Written(Union)
    assert written.count() == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE townships_union SET name = name")
    assert written.count() == Union.objects.count() > 0
