"""The pages on which an office writes, releases, supersedes and deletes provisions."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from policies.admin.columns import ReleasableColumns
from policies.models import PolicyDocument, Provision
from policies.models.provision import DAY
from policies.selectors.states import stamp_of
from tests.policies.drafts import colleague_of, write, write_and_release, write_document
from townships.models import TownshipSummary

DOCUMENT_ADD = reverse("admin:policies_policydocument_add")
ADD = reverse("admin:policies_provision_add")
LIST = reverse("admin:policies_provision_changelist")


def address(page, record):
    model = record._meta.model_name
    return reverse(f"admin:policies_{model}_{page}", args=[record.pk])


def add_url(**asked):
    return f"{ADD}?{urlencode(asked)}"


@pytest.fixture
def second(places):
    return colleague_of(places.linzhou)


@pytest.fixture
def document(places, staff):
    return write_document(staff.county, places.linzhou)


def data(document, /, **values):
    """What the browser sends for R-ORG-02, changed by `values`."""
    known = {
        "rule_id": "R-ORG-02",
        "document": str(document.pk),
        "clause": "二",
        "modality": "may",
        "kind": "HB",
        "p_firm_count": "60",
        "p_worker_count": "3000",
        "p_fulltime_staffing": "True",
        "jurisdiction": "410581",
        "valid_from": "2026-01-01",
    }
    return {**known, **values}


def errors(page):
    assert page.status_code == 200
    return set(page.context["adminform"].form.errors)


# --- writing --------------------------------------------------------------------------------------


def test_an_office_writes_a_document_and_a_provision(policy, staff, as_user):
    client = as_user(staff.county)
    sent = {
        "title": "示例办法",
        "issuer": "林州市总工会",
        "issued_on": "2026-01-01",
        "valid_from": "2026-01-01",
        "jurisdiction": "410581",
        "kind": "norm",
        "provisions-TOTAL_FORMS": "0",
        "provisions-INITIAL_FORMS": "0",
    }
    assert client.post(DOCUMENT_ADD, sent).status_code == 302
    made = PolicyDocument.objects.get(key="")
    assert (made.state, made.author, made.owner) == ("draft", staff.county, policy.linzhou)
    assert client.post(add_url(rule="R-ORG-02"), data(made)).status_code == 302
    draft = Provision.objects.get(key="")
    assert draft.parameters == {"firm_count": 60, "worker_count": 3000, "fulltime_staffing": True}
    assert (draft.topic, draft.state, draft.jurisdiction) == (
        "general_union",
        "draft",
        policy.linzhou,
    )
    assert client.get(address("change", draft)).status_code == 200


def test_an_office_records_a_number_once_and_keeps_no_other_from_it(policy, staff, as_user):
    shipped = PolicyDocument.objects.exclude(number="").filter(jurisdiction=None).first()
    assert shipped is not None
    for user, place in ((staff.county, policy.linzhou), (staff.county2, policy.tangyin)):
        write_document(user, place, number=shipped.number)
    sent = {
        "number": shipped.number,
        "title": "示例办法",
        "issuer": "林州市总工会",
        "issued_on": "2026-01-01",
        "valid_from": "2026-01-01",
        "jurisdiction": "410581",
        "kind": "norm",
        "provisions-TOTAL_FORMS": "0",
        "provisions-INITIAL_FORMS": "0",
    }
    page = as_user(staff.county).post(DOCUMENT_ADD, sent)
    assert "已经登记" in str(page.context["adminform"].form.errors)
    assert PolicyDocument.objects.filter(number=shipped.number).count() == 3


def test_the_rule_is_chosen_in_words(policy, staff, as_user):
    client = as_user(staff.county)
    shown = client.get(ADD, {"q": "能够配备 总工会"})
    assert [r.rule_id for s in shown.context["sections"] for r in s.rules] == ["R-ORG-02"]
    assert len([r for s in client.get(ADD).context["sections"] for r in s.rules]) == 238
    page = client.get(ADD).content.decode()
    assert 'href="#NAM"' in page
    assert 'id="NAM"' in page
    unknown = client.get(ADD, {"rule": "R-ORG-99"})
    assert unknown.context["unknown"] == "R-ORG-99"
    assert client.post(ADD, {"rule_id": "R-ORG-99"}).context["unknown"] == "R-ORG-99"


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"document": ""}, {"document"}),
        ({"clause": ""}, {"clause"}),
        ({"p_firm_count": "many"}, {"p_firm_count"}),
        ({"p_firm_count": "-1", "p_worker_count": ""}, {"p_firm_count", "p_worker_count"}),
        ({"jurisdiction": "4105"}, {"jurisdiction"}),
        ({"jurisdiction": "410523"}, {"jurisdiction"}),
        ({"jurisdiction": ""}, {"jurisdiction"}),
        ({"valid_from": "2025-12-31"}, {"valid_from"}),
        ({"valid_to": "2025-12-31"}, {"valid_to"}),
        ({"kind": "F"}, {"kind"}),
    ],
)
def test_bad_input_is_told_at_its_field_and_kept(staff, as_user, document, values, fields):
    sent = data(document, **values)
    page = as_user(staff.county).post(add_url(rule="R-ORG-02"), sent)
    assert errors(page) == fields
    form = page.context["adminform"].form
    assert {name: form[name].data for name in sent} == sent
    assert not Provision.objects.exists()


def test_what_shares_days_is_refused_until_it_takes_the_others_place(
    places, staff, as_user, document, second
):
    old = write_and_release(staff.county, second, places.linzhou, document=document)
    client, url = as_user(staff.county), add_url(supersedes=old.pk)
    form = client.get(url).context["adminform"].form
    assert form["supersedes"].value() == old.pk
    assert form["p_firm_count"].value() == 60
    later = data(document, valid_from="2026-07-01", p_firm_count="50")
    assert errors(client.post(url, later)) == {"valid_from"}
    assert client.post(url, {**later, "supersedes": old.pk}).status_code == 302
    assert Provision.objects.get(state="draft").supersedes == old


def test_ones_own_set_is_ended_by_a_form_without_numbers(places, staff, as_user, document, second):
    old = write_and_release(staff.county, second, places.linzhou, document=document)
    client, url = as_user(staff.county), add_url(ends=old.pk)
    fields = set(client.get(url).context["adminform"].form.fields)
    assert "p_firm_count" not in fields
    sent = {
        "rule_id": "R-ORG-02",
        "document": document.pk,
        "clause": "九",
        "valid_from": "2026-07-01",
    }
    assert errors(client.post(url, sent)) == {"supersedes"}
    assert client.post(url, {**sent, "supersedes": old.pk}).status_code == 302
    draft = Provision.objects.get(state="draft")
    assert (draft.repeals, draft.jurisdiction, draft.parameters) == (
        True,
        places.linzhou,
        old.parameters,
    )
    assert client.get(address("change", draft)).status_code == 200
    assert as_user(second).get(address("release", draft)).status_code == 200


def test_practice_of_another_place_is_taken_over_for_ones_own(policy, staff, as_user):
    practice = Provision.objects.get(rule_id="R-CAD-10", document__kind="practice")
    client = as_user(staff.county)
    form = client.get(add_url(copies=practice.pk)).context["adminform"].form
    assert form.rule.rule_id == "R-CAD-10"
    assert form["jurisdiction"].value() == policy.linzhou.pk
    assert form["p_parttime_vices"].value() == practice.parameters["parttime_vices"]
    assert form["document"].value() is None  # an office has to name its own
    assert practice.document not in form.fields["document"].queryset


@pytest.mark.parametrize("begins", ["copies", "supersedes"])
def test_a_new_document_does_not_quote_the_old_one(policy, staff, as_user, begins):
    source = Provision.objects.get(rule_id="R-ORG-02", jurisdiction=None)
    assert source.key_phrase
    assert source.reading
    form = as_user(staff.county).get(add_url(**{begins: source.pk})).context["adminform"].form
    assert form["p_firm_count"].value() == 100
    assert form["kind"].value() == source.kind
    assert not form["key_phrase"].value()
    assert not form["reading"].value()


def test_an_address_fills_in_what_was_tried_out(places, staff, as_user):
    asked = {"rule": "R-CAD-10", "place": "410581101", "p_parttime_vices": "2、3"}
    form = as_user(staff.county).get(add_url(**asked)).context["adminform"].form
    assert form["jurisdiction"].value() == places.linqi.pk
    assert form["p_parttime_vices"].value() == ["2", "3"]
    elsewhere = as_user(staff.county).get(add_url(**{**asked, "place": "410523"}))
    assert elsewhere.context["adminform"].form["jurisdiction"].value() == places.linzhou.pk


@pytest.mark.parametrize("who", ["chair", "auditor"])
def test_who_is_no_office_writes_nothing(policy, staff, as_user, who):
    client = as_user(getattr(staff, who))
    for url in (ADD, add_url(rule="R-ORG-02"), DOCUMENT_ADD):
        assert client.get(url).status_code == 403
        assert client.post(url, {}).status_code == 403


# --- changing, releasing, deleting ----------------------------------------------------------------


def test_a_draft_is_seen_by_its_office_and_those_above_only(places, staff, as_user, second):
    draft = write(staff.county, places.linzhou)
    pages = ("change", "release", "discard", "history")
    for user in (staff.county, second, staff.city, staff.province, staff.admin):
        client = as_user(user)
        assert {client.get(address(page, draft)).status_code for page in pages} == {200}
        assert client.get(LIST).context["cl"].result_count == 1
    for user in (staff.county2, staff.chair, staff.auditor):
        client = as_user(user)
        assert {client.get(address(page, draft)).status_code for page in pages} == {404}
        assert client.get(LIST).context["cl"].result_count == 0


def test_a_county_does_not_see_the_drafts_of_its_city(places, staff, as_user):
    draft = write(staff.city, places.anyang)
    assert as_user(staff.county).get(address("change", draft)).status_code == 404


def test_a_colleague_changes_the_draft_he_looked_at(places, staff, as_user, second):
    draft = write(staff.county, places.linzhou)
    sent = data(draft.document, clause="三", record_version=stamp_of(Provision.objects.get()))
    saved = as_user(second).post(address("change", draft), sent)
    assert (saved.status_code, saved["Location"]) == (302, address("change", draft))
    assert Provision.objects.get().author == second
    other_rule = {**sent, "rule_id": "R-ORG-03"}
    assert errors(as_user(second).post(address("change", draft), other_rule)) >= {"rule_id"}
    stale = as_user(staff.county).post(address("change", draft), {**sent, "clause": "四"})
    assert errors(stale) == {"__all__"}
    assert stale.context["adminform"].form["clause"].data == "四"
    assert Provision.objects.get().clause == "三"


def test_the_release_shows_what_changes_and_needs_a_second_person(policy, staff, as_user, second):
    TownshipSummary.objects.create(county_code="410581", township_key="410581101", check_due=False)
    draft = write(staff.county, policy.linzhou)
    url = address("release", draft)
    shown = as_user(second).get(url)
    assert "<title>发布：" in " ".join(shown.content.decode().split()).replace(
        "<title> ", "<title>"
    )
    rows = {(row.before, row.after) for row in shown.context["comparison"].rows if row.changed}
    assert ("100 家以上", "60 家以上") in rows
    assert len(shown.context["comparison"].consequences) == 1
    seen = {"record_version": shown.context["form"]["record_version"].value()}
    own = as_user(staff.county).post(url, seen)
    assert own.context["form"].errors
    assert as_user(second).post(url, {"record_version": "x"}).context["form"].errors
    assert Provision.objects.get(pk=draft.pk).is_draft
    assert as_user(second).post(url, seen).status_code == 302
    assert Provision.objects.get(pk=draft.pk).releaser == second
    assert TownshipSummary.objects.get().check_due  # what it judges is checked again
    for page in ("release", "discard"):
        assert as_user(second).get(address(page, draft)).status_code == 404


def test_the_release_says_what_is_easier_than_above(policy, staff, as_user, second):
    parameters = {"firm_count": 50, "worker_count": 5000}
    draft = write(staff.county, policy.linzhou, parameters=parameters)
    shown = as_user(second).get(address("release", draft))
    (sentence,) = shown.context["comparison"].lowered
    assert "50" in sentence
    assert "100" in sentence
    assert sentence in shown.content.decode()


def test_a_document_is_released_alone(staff, as_user, document, second):
    url = address("release", document)
    seen = {"record_version": stamp_of(document)}
    assert as_user(staff.county).post(url, seen).context["form"].errors
    assert as_user(second).post(url, seen).status_code == 302
    assert PolicyDocument.objects.get().releaser == second


def test_what_was_released_has_no_form(places, staff, as_user, second):
    own = write_and_release(staff.county, second, places.linzhou)
    for record in (own, own.document):
        client = as_user(staff.county)
        page = client.get(address("change", record))
        assert page.status_code == 200
        assert not page.context["has_change_permission"]
        assert client.post(address("change", record), {"clause": "x"}).status_code == 403
        assert client.post(address("discard", record)).status_code == 404


def test_a_draft_is_deleted_after_asking(places, staff, as_user):
    draft = write(staff.county, places.linzhou)
    client, url = as_user(staff.county), address("discard", draft)
    assert client.get(url).status_code == 200
    assert Provision.objects.exists()
    client.post(url, {"record_version": stamp_of(draft)})
    assert not Provision.objects.exists()


# --- the list -------------------------------------------------------------------------------------


def test_the_list_is_narrowed(policy, staff, as_user, second):
    write(staff.county, policy.linzhou)
    own, other = as_user(staff.county), as_user(second)

    def keys(client, **asked):
        rows = client.get(LIST, {"all": "", **asked}).context["cl"].queryset
        return set(rows.values_list("rule_id", "state"))

    mine = {("R-ORG-02", "draft")}
    assert keys(own, stands="draft") == keys(own, desk="mine") == mine
    assert keys(other, desk="waiting") == mine
    assert keys(own, desk="waiting") == set()
    assert {rule.split("-")[1] for rule, _s in keys(own, section="NAM")} == {"NAM"}
    assert ("R-ORG-10", "released") in keys(own, at="own")
    assert ("R-ORG-03", "released") in keys(own, at="elsewhere")
    assert ("R-ORG-10", "released") not in keys(own, at="nation")
    assert ("R-ORG-02", "released") in keys(own, q="建立乡镇（街道）总工会")


def test_what_has_a_successor_is_in_force_until_its_last_day(places, staff, second):
    today = timezone.localdate()
    own = write_and_release(staff.county, second, places.linzhou)
    columns = ReleasableColumns()
    own.state, own.valid_to = "superseded", today
    assert today.isoformat() in columns.status(own)
    own.valid_to = today - DAY
    assert (today - DAY).isoformat() not in columns.status(own)
    assert str(own.get_state_display()) in columns.status(own)


def test_documents_are_filtered_by_where_they_stand_today(policy, staff, as_user, second):
    """A draft, and after its release what begins, holds and is over: as for provisions."""
    client, address_of_list = (
        as_user(staff.county),
        reverse("admin:policies_policydocument_changelist"),
    )
    today = timezone.localdate()

    def listed(stands):
        found = client.get(address_of_list, {"stands": stands, "desk": "mine"}).context["cl"]
        return [row.pk for row in found.queryset]

    made = write_document(staff.county, policy.linzhou)
    assert [listed(name) for name in ("draft", "holds")] == [[made.pk], []]
    page = address("release", made)
    done = as_user(second).post(page, {"record_version": stamp_of(made)})
    assert done.status_code == 302
    assert "stands" not in done["Location"]
    assert [listed(name) for name in ("draft", "holds", "to_come")] == [[], [made.pk], []]
    rows = PolicyDocument.objects.filter(pk=made.pk)
    rows.update(valid_from=today + DAY, valid_to=None)
    assert [listed(name) for name in ("holds", "to_come", "ended")] == [[], [made.pk], []]
    rows.update(valid_from=today - 2 * DAY, valid_to=today - DAY)
    assert [listed(name) for name in ("holds", "to_come", "ended")] == [[], [], [made.pk]]
