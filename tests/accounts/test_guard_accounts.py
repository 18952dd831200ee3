"""What nobody gets by a form that was tampered with, by being late, or by looking at the log."""

import datetime

import pytest
from axes.models import AccessAttempt
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.admin import is_locked
from accounts.choices import Role
from accounts.models import Assignment, User
from accounts.services import save_account, set_password, unlock
from history.models import NO_COUNTY, Change
from tests.places import PASSWORD, make_division, make_user

LIST = reverse("admin:accounts_user_changelist")
HISTORY = reverse("admin:history_change_changelist")
ANOTHER = "ein-anderes-wort-8"


def page(user, name="change"):
    return reverse(f"admin:accounts_user_{name}", args=[user.pk])


def form_of(client, user):
    """What the browser would send back if nobody touched the form."""
    context = client.get(page(user)).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    bound = [form[name] for form in forms for name in form.fields]
    values = {field.html_name: field.value() for field in bound}
    return {name: "" if value is None else value for name, value in values.items() if value != ""}


def changes():
    return Change.objects.filter(model="accounts.user").order_by("pk")


@pytest.fixture
def county_admin(places):
    """A system administrator of 林州市."""
    return make_user("county_admin", Role.SYSTEM_ADMIN, places.linzhou)


def test_an_untouched_form_changes_nothing(staff, as_user, county_admin):
    client = as_user(county_admin)
    before = User.objects.filter(pk=staff.chair.pk).values().get()
    assert client.post(page(staff.chair), form_of(client, staff.chair)).status_code == 302
    assert User.objects.filter(pk=staff.chair.pk).values().get() == before
    assert not changes()


@pytest.mark.parametrize(
    "more",
    [
        {"is_superuser": "on"},
        {"is_staff": "", "groups": "1", "user_permissions": "1"},
        {"password": "x", "is_demo": "on", "last_login": "2020-01-01"},
    ],
)
def test_a_form_with_more_fields_gives_nothing(staff, as_user, county_admin, more):
    client = as_user(county_admin)
    client.post(page(staff.chair), form_of(client, staff.chair) | more)
    user = User.objects.get(pk=staff.chair.pk)
    assert not user.is_superuser
    assert not user.is_demo
    assert user.is_staff
    assert user.check_password(PASSWORD)
    assert not user.groups.exists()
    assert not user.user_permissions.exists()


def test_roles_of_others_cannot_be_slipped_in(staff, as_user, county_admin):
    """The key of an assignment of another account in the form: nothing moves."""
    client = as_user(county_admin)
    data = form_of(client, staff.chair)
    theirs = Assignment.objects.get(user=staff.county2)
    data |= {"assignments-0-id": theirs.pk, "assignments-0-user": staff.chair.pk}
    client.post(page(staff.chair), data)
    theirs.refresh_from_db()
    assert theirs.user == staff.county2


@pytest.mark.parametrize("division", ["410523", "4105", "41", "", "999999"])
def test_places_outside_are_refused_in_an_existing_account(staff, as_user, county_admin, division):
    client = as_user(county_admin)
    data = form_of(client, staff.auditor) | {"assignments-0-division": division}
    response = client.post(page(staff.auditor), data)
    assert response.status_code == 200
    assert staff.auditor.assignments.get().division_id == "410581"
    assert not changes()


def test_a_role_on_a_village_is_refused(staff, as_user, county_admin):
    village = make_division("410581101200", "示例村", "village")
    client = as_user(county_admin)
    data = form_of(client, staff.auditor) | {"assignments-0-division": village.pk}
    assert "乡镇" in client.post(page(staff.auditor), data).text
    assert staff.auditor.assignments.get().division_id == "410581"


def test_only_the_whole_country_gives_the_whole_country(staff, as_user, county_admin):
    client = as_user(staff.admin)
    role = {"assignments-0-role": Role.SYSTEM_ADMIN.value, "assignments-0-division": ""}
    data = form_of(client, staff.auditor) | role
    client = as_user(county_admin)
    assert client.post(page(staff.auditor), data).status_code == 200
    assert as_user(staff.admin).post(page(staff.auditor), data).status_code == 302
    assert User.objects.get(pk=staff.auditor.pk).scope.nationwide


# --- superusers, the last administrator -----------------------------------------------------------


def test_the_superuser_is_managed_on_the_server_only(staff, as_user):
    root = User.objects.create_superuser("root", password=PASSWORD)
    client = as_user(staff.admin)
    assert client.get(page(root)).status_code == 200
    words = {"password1": ANOTHER, "password2": ANOTHER}
    assert client.post(page(root, "password"), words).status_code == 404
    assert client.post(page(root, "unlock")).status_code == 404
    assert client.post(page(root), {"username": "root", "display_name": "x"}).status_code == 403
    with pytest.raises(PermissionDenied):
        set_password(user=root, password=ANOTHER, actor=staff.admin)
    with pytest.raises(PermissionDenied):
        save_account(user=root, grants=[(Role.SYSTEM_ADMIN, None)], actor=staff.admin)
    assert User.objects.get(pk=root.pk).check_password(PASSWORD)


def test_one_administrator_of_the_country_is_always_left(staff):
    """The second to close the other comes too late: his own account is closed by then."""
    second = make_user("second", Role.SYSTEM_ADMIN, None)
    late = User.objects.get(pk=second.pk)
    assert late.scope.nationwide
    second.is_active = False
    save_account(user=second, grants=[(Role.SYSTEM_ADMIN, None)], actor=staff.admin)
    staff.admin.is_active = False
    with pytest.raises(PermissionDenied):
        save_account(user=staff.admin, grants=[(Role.SYSTEM_ADMIN, None)], actor=late)
    assert User.objects.get(pk=staff.admin.pk).is_active


def test_rights_that_were_taken_meanwhile_are_gone(staff, places, county_admin):
    late = User.objects.get(pk=county_admin.pk)
    assert late.has_perm("accounts.change_user")
    save_account(user=county_admin, grants=[(Role.AUDITOR, places.linzhou)], actor=staff.admin)
    with pytest.raises(PermissionDenied):
        set_password(user=staff.chair, password=ANOTHER, actor=User.objects.get(pk=county_admin.pk))


def test_two_administrators_do_not_overwrite_each_other(staff, as_user, county_admin):
    client = as_user(county_admin)
    data = form_of(client, staff.chair)
    User.objects.filter(pk=staff.chair.pk).update(phone="03726000001")
    late = client.post(page(staff.chair), data | {"display_name": "孙丙二"})
    assert late.status_code == 200
    assert User.objects.get(pk=staff.chair.pk).phone == "03726000001"
    again = data | {
        "display_name": "孙丙二",
        "seen": late.context["adminform"].form["seen"].value(),
    }
    assert client.post(page(staff.chair), again).status_code == 302
    assert User.objects.get(pk=staff.chair.pk).display_name == "孙丙二"


# --- history --------------------------------------------------------------------------------------


def test_changes_of_an_account_stand_in_the_history_of_its_county(staff, as_user, county_admin):
    set_password(user=staff.chair, password=ANOTHER, actor=county_admin)
    unlock(user=staff.county, actor=county_admin)
    unlock(user=staff.city, actor=staff.admin)
    keys = list(changes().values_list("county_code", "township_key"))
    assert keys == [("410581", "410581101"), ("410581", ""), ("410500", "")]

    def seen(user):
        return len(as_user(user).get(HISTORY).context["cl"].result_list)

    who = (staff.auditor, county_admin, staff.chair, staff.chair_beside, staff.county2, staff.admin)
    assert [seen(user) for user in who] == [2, 2, 1, 0, 0, 3]


def test_a_move_to_another_county_stands_in_none(staff, as_user, places):
    save_account(user=staff.county, grants=[(Role.COUNTY, places.tangyin)], actor=staff.admin)
    (change,) = changes()
    assert (change.county_code, change.township_key) == (NO_COUNTY, "")
    assert change.fields["assignments"] == ["county · 林州市 410581", "county · 汤阴县 410523"]
    there = make_user("there", Role.SYSTEM_ADMIN, places.tangyin)
    text = as_user(there).get(page(staff.county, "history")).text
    assert "县级工作人员 · 汤阴县" in text or f"{Role.COUNTY.label} · 汤阴县" in text
    assert not as_user(there).get(HISTORY).context["cl"].result_list


def test_the_history_of_an_account_is_complete_and_in_words(staff, as_user, county_admin):
    set_password(user=staff.chair, password=ANOTHER, actor=county_admin)
    unlock(user=staff.chair, actor=county_admin)
    text = as_user(county_admin).get(page(staff.chair, "history")).text
    for word in ("重新设置", "已锁定", "已解除"):
        assert word in text
    for raw in (ANOTHER, "argon2", "anew", "unlocked"):
        assert raw not in text


def test_earlier_changes_elsewhere_stay_there(staff, as_user, places, county_admin):
    """Who looks after the account today does not read what another county did with it."""
    unlock(user=staff.county, actor=county_admin)
    save_account(user=staff.county, grants=[(Role.COUNTY, places.tangyin)], actor=staff.admin)
    there = make_user("there", Role.SYSTEM_ADMIN, places.tangyin)

    def rows(user):
        url = page(staff.county, "history")
        return len(as_user(user).get(url).context["labelled_changes"])

    assert (rows(there), rows(staff.admin)) == (1, 2)


def test_the_log_links_accounts_only_for_those_who_manage_them(staff, as_user, county_admin):
    """Nobody who may not open an account is led to a page that does not exist for him."""
    set_password(user=staff.chair, password=ANOTHER, actor=county_admin)
    entry = reverse("admin:history_change_change", args=[changes().get().pk])
    for user, linked in ((staff.auditor, False), (staff.chair, False), (county_admin, True)):
        for url in (HISTORY, entry):
            text = as_user(user).get(url).text
            assert str(staff.chair) in text
            assert (page(staff.chair) in text) is linked, (user.username, url)


# --- lock and speed -------------------------------------------------------------------------------


def test_a_lock_that_has_run_out_is_none(staff, settings):
    attempt = AccessAttempt.objects.create(
        username="chair", failures_since_start=settings.AXES_FAILURE_LIMIT, ip_address="10.0.0.1"
    )
    assert is_locked(staff.chair)
    past = timezone.now() - datetime.timedelta(hours=settings.AXES_COOLOFF_TIME, seconds=1)
    AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=past)
    assert not is_locked(staff.chair)


def test_number_of_queries_does_not_grow(staff, as_user, places, county_admin):
    def count(url):
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    client = as_user(county_admin)
    few = count(LIST), count(page(staff.chair))
    for n in range(15):
        user = make_user(f"more{n}", Role.AUDITOR, places.linzhou)
        Assignment.objects.create(user=user, role=Role.CHAIR, division=places.hejian)
    assert (count(LIST), count(page(staff.chair))) == few
    assert max(few) <= 20, few
    assert few[0] <= 12, few
