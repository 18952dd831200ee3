"""The pages on which accounts are managed, in the browser."""

import pytest
from django.urls import reverse

from accounts.models import User
from tests.ui.checks import problems
from tests.ui.conftest import complaints, open_as

__all__ = ["complaints", "open_as"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.appearance]


@pytest.mark.parametrize("name", ["changelist", "add", "change", "password", "unlock"])
def test_every_page_of_accounts_is_sound(open_as, staff, name):
    args = [staff.chair.pk] if name in ("change", "password", "unlock") else []
    assert problems(open_as(staff.admin, reverse(f"admin:accounts_user_{name}", args=args))) == []


def test_an_administrator_makes_an_account(open_as, staff):
    page = open_as(staff.admin, reverse("admin:accounts_user_add"))
    page.fill("#id_display_name", "郝新")
    page.fill("#id_username", "haoxin")
    page.fill("#id_password1", "eine-lange-losung-7")
    page.fill("#id_password2", "eine-lange-losung-7")
    page.select_option("#id_assignments-0-role", "chair")
    page.locator("#assignments-group .select2-selection").click()
    page.keyboard.type("城关")
    page.locator(".select2-results__option", has_text="汤阴县 城关镇 410523100").click()
    page.click("input[name=_save]")
    page.wait_for_url("**/admin/accounts/user/")
    assert User.objects.get(username="haoxin").scope.townships == {"410523100"}
