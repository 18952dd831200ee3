"""Who sees which rows: inside and below only."""

from tests.places import Places, Staff, Unions
from townships.models import Union


def names(user) -> set[str]:
    return set(Union.objects.visible_to(user).values_list("name", flat=True))


def test_county_staff_sees_own_county_only(staff: Staff, unions: Unions) -> None:
    assert names(staff.county) == {
        unions.county.name,
        unions.linqi.name,
        unions.hejian.name,
        unions.factory.name,
    }
    assert names(staff.county2) == {unions.chengguan.name}


def test_chair_sees_own_township_only(staff: Staff, unions: Unions) -> None:
    assert names(staff.chair) == {unions.linqi.name, unions.factory.name}
    assert names(staff.chair_beside) == {unions.hejian.name}


def test_city_sees_all_its_counties(staff: Staff, unions: Unions) -> None:
    assert len(names(staff.city)) == 5
    assert len(names(staff.admin)) == 5


def test_merged_county_stays_visible(staff: Staff, unions: Unions, places: Places) -> None:
    places.tangyin.successor = places.linzhou
    places.tangyin.save()
    staff.county.__dict__.pop("_scopes", None)
    assert unions.chengguan.name in names(staff.county)


def test_permission_narrows_the_scope(staff: Staff, unions: Unions) -> None:
    change = "townships.change_townshipunion"
    assert Union.objects.visible_to(staff.county, change).count() == 4
    assert not Union.objects.visible_to(staff.chair, change).exists()
    assert not Union.objects.visible_to(staff.auditor, change).exists()
    assert staff.county.has_perm(change, unions.linqi)
    assert not staff.county.has_perm(change, unions.chengguan)
