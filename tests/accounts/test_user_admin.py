"""System administrators manage the accounts of their own places, and never their own."""

import pytest
from axes.models import AccessAttempt
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Assignment, User
from accounts.services import save_account, set_password, unlock
from history.models import Change
from tests.places import PASSWORD, make_user

LIST = reverse("admin:accounts_user_changelist")
ADD = reverse("admin:accounts_user_add")
NEW_PASSWORD = "eine-lange-losung-7"


def page(user, name="change"):
    return reverse(f"admin:accounts_user_{name}", args=[user.pk])


def typed(*grants, username="neu", **more):
    """The form for a new account, or with `user` for an existing one."""
    user = more.pop("user", None)
    data = {
        "username": user.username if user else username,
        "display_name": user.display_name if user else "郝新",
        "phone": "",
        "is_active": "on",
        "password1": NEW_PASSWORD,
        "password2": NEW_PASSWORD,
    }
    stored = list(user.assignments.order_by("pk")) if user else []
    for n, (role, division) in enumerate(grants):
        data |= {f"assignments-{n}-role": role, f"assignments-{n}-division": division or ""}
        if n < len(stored):
            data |= {f"assignments-{n}-id": stored[n].pk, f"assignments-{n}-user": user.pk}
    data |= {
        "assignments-TOTAL_FORMS": max(len(grants), len(stored)),
        "assignments-INITIAL_FORMS": len(stored),
        "assignments-MIN_NUM_FORMS": 1,
        "assignments-MAX_NUM_FORMS": 1000,
    }
    return data | more


def roles(username):
    return {(a.role, a.division_id) for a in Assignment.objects.filter(user__username=username)}


@pytest.fixture
def city_admin(places):
    """A system administrator of 安阳市."""
    return make_user("city_admin", Role.SYSTEM_ADMIN, places.anyang)


@pytest.fixture
def county_admin(places):
    """A system administrator of 林州市."""
    return make_user("county_admin", Role.SYSTEM_ADMIN, places.linzhou)


# --- who sees whom --------------------------------------------------------------------------------


def test_each_administrator_sees_the_accounts_of_his_places(
    staff, as_user, city_admin, county_admin
):
    def listed(user):
        rows = as_user(user).get(LIST).context["cl"].result_list
        return {row.username for row in rows}

    inside = {"county", "chair", "auditor", "chair_beside", "county_admin"}
    assert listed(county_admin) == inside
    assert listed(city_admin) == inside | {"city", "county2", "chair2", "city_admin"}
    assert listed(staff.admin) == {user.username for user in User.objects.all()}


@pytest.mark.parametrize("who", ["province", "city", "county", "chair", "auditor"])
def test_nobody_else_manages_accounts(staff, as_user, who):
    client = as_user(staff.all()[who])
    for url in (LIST, ADD, page(staff.chair2), page(staff.chair2, "password")):
        assert client.get(url).status_code in (403, 404)


@pytest.mark.parametrize("name", ["change", "password", "unlock", "history"])
def test_outside_there_is_no_such_account(staff, as_user, county_admin, name):
    client = as_user(county_admin)
    for outside in (staff.county2, staff.city, staff.admin):
        assert client.get(page(outside, name)).status_code == 404
        assert client.post(page(outside, name), {}).status_code == 404


def test_one_foot_outside_is_outside(staff, as_user, county_admin, places):
    """Whoever sets the password of an account gets all its rights."""
    Assignment.objects.create(user=staff.chair, role=Role.AUDITOR, division=places.tangyin)
    client = as_user(county_admin)
    assert client.get(page(staff.chair)).status_code == 404
    with pytest.raises(PermissionDenied):
        set_password(user=staff.chair, password=NEW_PASSWORD, actor=county_admin)


def test_accounts_without_roles_and_superusers_belong_to_the_whole_country(
    as_user, staff, city_admin
):
    nobody = User.objects.create_user("nobody")
    root = User.objects.create_superuser("root")
    Assignment.objects.create(user=root, role=Role.CHAIR, division_id="410581101")
    for user in (nobody, root):
        assert as_user(city_admin).get(page(user)).status_code == 404
        assert as_user(staff.admin).get(page(user)).status_code == 200


# --- new accounts ---------------------------------------------------------------------------------


def test_a_new_account_can_sign_in_and_work(staff, as_user, county_admin):
    response = as_user(county_admin).post(ADD, typed((Role.CHAIR, "410581100")))
    assert response.status_code == 302
    assert roles("neu") == {("chair", "410581100")}
    user = User.objects.get(username="neu")
    signed_in = Client().post(reverse("sign_in"), {"username": "neu", "password": NEW_PASSWORD})
    assert signed_in.status_code == 302
    assert user.scope.townships == {"410581100"}
    change = Change.objects.get(model="accounts.user")
    assert change.user == county_admin
    assert "合涧镇" in change.fields["assignments"][1]
    assert NEW_PASSWORD not in str(change.fields)


@pytest.mark.parametrize(
    ("role", "division"),
    [
        (Role.COUNTY, "410523"),  # beside
        (Role.CITY, "4105"),  # above
        (Role.SYSTEM_ADMIN, "4105"),
        (Role.SYSTEM_ADMIN, None),  # the whole country
        (Role.CHAIR, "410523100"),
        (Role.CHAIR, "410581"),  # not the level of the role
        (Role.COUNTY, "410581101"),
        (Role.COUNTY, None),
        (Role.CHAIR, None),
    ],
)
def test_roles_outside_or_on_another_level_are_refused(
    staff, as_user, county_admin, role, division
):
    response = as_user(county_admin).post(ADD, typed((role, division)))
    assert response.status_code == 200
    assert not User.objects.filter(username="neu").exists()
    (formset,) = response.context["inline_admin_formsets"]
    assert formset.formset.non_form_errors() or any(formset.formset.errors)


@pytest.mark.parametrize(
    ("role", "division"),
    [
        (Role.COUNTY, "410581"),
        (Role.AUDITOR, "410581"),
        (Role.AUDITOR, "410581101"),
        (Role.SYSTEM_ADMIN, "410581"),
        (Role.CHAIR, "410581101"),
    ],
)
def test_roles_inside_are_given(staff, as_user, county_admin, role, division):
    assert as_user(county_admin).post(ADD, typed((role, division))).status_code == 302
    assert roles("neu") == {(role.value, division)}


def test_the_service_refuses_the_same(staff, county_admin, places):
    user = User(username="neu", display_name="郝新")
    with pytest.raises(ValidationError):
        save_account(user=user, grants=[(Role.CITY, places.anyang)], actor=county_admin)
    with pytest.raises(ValidationError):
        save_account(user=user, grants=[], actor=county_admin)
    with pytest.raises(PermissionDenied):
        save_account(user=staff.county2, grants=[(Role.COUNTY, places.linzhou)], actor=county_admin)


def test_an_account_needs_a_role_and_a_good_password(staff, as_user, county_admin):
    client = as_user(county_admin)
    assert client.post(ADD, typed()).status_code == 200
    short = typed((Role.CHAIR, "410581100"), password1="kurz", password2="kurz")
    assert "password2" in client.post(ADD, short).context["adminform"].form.errors
    other = typed((Role.CHAIR, "410581100"), password2="etwas-ganz-anderes-9")
    assert "password2" in client.post(ADD, other).context["adminform"].form.errors
    assert not User.objects.filter(username="neu").exists()


def test_a_missing_place_is_told_at_its_field(staff, as_user):
    answer = as_user(staff.admin).post(ADD, typed((Role.COUNTY, None)))
    (roles_of_account,) = answer.context["inline_admin_formsets"]
    (form,) = (form for form in roles_of_account.formset.forms if form.errors)
    assert list(form.errors) == ["division"]
    assert len(form.errors["division"]) == 1
    assert not User.objects.filter(username="neu").exists()


def test_no_switch_for_superusers_groups_or_permissions(staff, as_user, county_admin):
    text = as_user(staff.admin).get(page(staff.chair)).text
    for name in ("is_superuser", "is_staff", "groups", "user_permissions"):
        assert name not in text
    data = typed((Role.CHAIR, "410581100"), is_superuser="on", groups="1")
    as_user(county_admin).post(ADD, data)
    assert not User.objects.get(username="neu").is_superuser


# --- existing accounts ----------------------------------------------------------------------------


def test_roles_change_with_history(staff, as_user, county_admin):
    data = typed((Role.CHAIR, "410581100"), (Role.AUDITOR, "410581"), user=staff.chair)
    assert as_user(county_admin).post(page(staff.chair), data).status_code == 302
    assert roles("chair") == {("chair", "410581100"), ("auditor", "410581")}
    before, after = Change.objects.get(model="accounts.user").fields["assignments"]
    assert "临淇镇" in before
    assert "临淇镇" not in after
    history = as_user(county_admin).get(page(staff.chair, "history")).text
    assert "合涧镇" in history


def test_a_closed_account_cannot_sign_in(staff, as_user, county_admin):
    client = as_user(staff.chair)
    assert client.get("/").status_code == 200
    data = typed((Role.CHAIR, "410581101"), user=staff.chair)
    del data["is_active"]
    as_user(county_admin).post(page(staff.chair), data)
    assert not User.objects.get(pk=staff.chair.pk).is_active
    assert client.get("/").status_code == 302  # signed out at once


def test_nobody_manages_his_own_account(as_user, county_admin):
    client = as_user(county_admin)
    assert client.get(page(county_admin)).status_code == 200
    data = typed((Role.SYSTEM_ADMIN, "410581"), (Role.COUNTY, "410581"), user=county_admin)
    assert client.post(page(county_admin), data).status_code in (403, 404)
    assert roles("county_admin") == {("system_admin", "410581")}
    assert client.get(page(county_admin, "password")).status_code == 404
    with pytest.raises(PermissionDenied):
        save_account(
            user=county_admin,
            grants=[(Role.COUNTY, county_admin.assignments.get().division)],
            actor=county_admin,
        )


def test_the_only_administrator_of_the_country_cannot_lock_himself_out(staff, as_user):
    data = typed((Role.CHAIR, "410581101"), user=staff.admin)
    assert as_user(staff.admin).post(page(staff.admin), data).status_code in (403, 404)
    assert roles("admin") == {("system_admin", None)}


def test_accounts_are_closed_not_deleted(staff, as_user, county_admin):
    url = page(staff.chair, "delete")
    assert as_user(county_admin).post(url, {"post": "yes"}).status_code in (403, 404)
    assert User.objects.filter(pk=staff.chair.pk).exists()


# --- password and lock ----------------------------------------------------------------------------


def test_a_new_password_ends_the_sessions_of_the_account(staff, as_user, county_admin):
    session = as_user(staff.chair)
    data = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert as_user(county_admin).post(page(staff.chair, "password"), data).status_code == 302
    user = User.objects.get(pk=staff.chair.pk)
    assert user.check_password(NEW_PASSWORD)
    assert session.get("/").status_code == 302
    change = Change.objects.get(model="accounts.user")
    assert NEW_PASSWORD not in str(change.fields)


@pytest.mark.parametrize(
    ("first", "second"),
    [("kurz", "kurz"), ("12345678901234", "12345678901234"), (NEW_PASSWORD, "x")],
)
def test_a_bad_password_is_refused(staff, as_user, county_admin, first, second):
    data = {"password1": first, "password2": second}
    response = as_user(county_admin).post(page(staff.chair, "password"), data)
    assert response.context["form"].errors
    assert User.objects.get(pk=staff.chair.pk).check_password(PASSWORD)


def test_a_locked_account_is_let_in_again(staff, as_user, county_admin, settings):
    url = reverse("sign_in")
    for _n in range(settings.AXES_FAILURE_LIMIT):
        Client().post(url, {"username": "chair", "password": "wrong"})
    assert AccessAttempt.objects.filter(username="chair").exists()
    assert Client().post(url, {"username": "chair", "password": PASSWORD}).status_code == 429
    client = as_user(county_admin)
    assert page(staff.chair, "unlock") in client.get(page(staff.chair)).text
    assert client.post(page(staff.chair, "unlock")).status_code == 302
    assert Client().post(url, {"username": "chair", "password": PASSWORD}).status_code == 302
    with pytest.raises(PermissionDenied):
        unlock(user=staff.county2, actor=county_admin)
