"""Two clerks take employers from one joint union at the same time: two of three have to stay."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from townships.choices import UnionKind
from townships.models import Employer, Union, UnionEmployer
from townships.services.unions import save_union
from unionreg.refusals import Refused


@pytest.mark.django_db(transaction=True)
def test_the_second_sees_what_the_first_has_taken(transactional_db, places, policy, employer):
    units = [employer(places.linqi, f"{n}号店") for n in range(3)]
    joint = Union(township=places.linqi, kind=UnionKind.JOINT, name="商圈联合工会")
    save_union(union=joint, employers=units, user=None)

    def take(unit: Employer) -> bool:
        union = Union(township=places.linqi, kind=UnionKind.OWN, name=f"{unit.name}工会委员会")
        try:
            save_union(union=union, employers=[unit], user=None, move_employers=True)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(3) as pool:
        taken = list(pool.map(take, units))
    assert sorted(taken) == [False, False, True]
    assert UnionEmployer.objects.filter(union=joint, valid_to=None).count() == 2
    assert Union.objects.get(pk=joint.pk).version == 2
