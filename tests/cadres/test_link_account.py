"""Which account belongs to a cadre: linked by a colleague, once in a county."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cadres.services.people import save_person
from tests.cadres.crew import post
from tests.funding.payment_cases import colleague


@pytest.fixture
def chair(unions):
    """The chair of the county federation."""
    return post(unions.county, "现任主席", "chair").person


def link(person, account, user):
    person.account = account
    return save_person(person=person, user=user).record


def test_a_colleague_links_it(chair, places, staff):
    second = colleague(places.linzhou, "second")
    assert link(chair, second, staff.county).account == second


def test_nobody_links_his_own_and_none_without_a_role_here(chair, staff):
    for account in (staff.county, staff.county2, staff.chair):
        with pytest.raises(ValidationError) as caught:
            link(chair, account, staff.county)
        assert "account" in caught.value.message_dict
        chair.refresh_from_db()
        assert chair.account is None


def test_an_account_belongs_to_one_person(chair, unions, places, staff):
    second = colleague(places.linzhou, "second")
    link(chair, second, staff.county)
    with pytest.raises(ValidationError):
        link(post(unions.county, "副主席", "vice_chair").person, second, staff.county)


def test_the_form_offers_accounts_of_the_county(chair, places, staff, as_user):
    second = colleague(places.linzhou, "second")
    page = as_user(staff.county).get(reverse("admin:cadres_person_change", args=[chair.pk]))
    field = page.context["adminform"].form.fields["account"]
    assert set(field.queryset) == {staff.county, staff.auditor, second}
    new = as_user(staff.county).get(reverse("admin:cadres_person_add")).content.decode()
    assert 'name="account"' not in new
