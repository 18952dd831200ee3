"""Provisions in the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policies.admin.beginnings import Beginning, beginning_of
from policies.admin.columns import numbers_of, small_id
from policies.admin.drafts import DraftAdmin
from policies.admin.filters import DeskFilter, PlaceFilter, SectionFilter, StateFilter
from policies.choices import State
from policies.engine import Rule
from policies.forms import PREFIX, DraftForm, effects_of, provision_form, rule_or_none
from policies.models import Provision
from policies.selectors.comparison import compare
from policies.selectors.offices import DRAFT, may_supersede, office_of
from policies.selectors.rule_list import rule_sections
from policies.services import release_provision
from policies.topics import TOPICS, rule_name
from unionreg.text import tidy

# What fits beside the other columns at 1366 pixels.
WORDS_IN_LIST = 16
LONGEST_QUERY = 100


@admin.register(Provision)
class ProvisionAdmin(DraftAdmin):
    """Clauses as dated data, with a form made from the parameters of their rule."""

    form = DraftForm
    change_form_template = "admin/policies/provision_form.html"
    release_template = "admin/policies/release_provision.html"
    list_display = ("about", "document_and_clause", "kind", "place", "begins", "status")
    list_filter = (StateFilter, DeskFilter, PlaceFilter, SectionFilter, "modality", "kind")
    list_select_related = ("document", "jurisdiction")
    search_fields = ("rule_id", "document__number", "document__title", "key_phrase", "reading")
    search_help_text = gettext_lazy("What it is about, words of the document, number, reading")
    readonly_fields = ("about", "place", "status", "persons", "numbers", "succession")
    reading = (
        *("status", "about", "key_phrase", "document", "clause", "modality", "kind", "numbers"),
        *("reading", "place", "valid_from", "valid_to", "succession", "note", "persons"),
    )

    # --- the list -------------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("about"), ordering="rule_id")
    def about(self, provision: Provision) -> SafeString:
        """The name of the rule with its id."""
        return small_id(provision.rule_id, rule_name(provision.rule_id))

    @admin.display(description=gettext_lazy("document and clause"), ordering="document")
    def document_and_clause(self, provision: Provision) -> str:
        """The number of the document, or the beginning of its title, with the clause."""
        document = provision.document
        title = document.number or Truncator(document.title).chars(WORDS_IN_LIST)
        return f"{title} {provision.clause}"

    @admin.display(description=gettext_lazy("in force from"), ordering="valid_from")
    def begins(self, provision: Provision) -> str:
        """The first day."""
        return provision.valid_from.isoformat()

    @admin.display(description=gettext_lazy("parameters"))
    def numbers(self, provision: Provision) -> SafeString | str:
        """The parameters in words."""
        return numbers_of(provision)

    @admin.display(description=gettext_lazy("before and after it"))
    def succession(self, provision: Provision) -> str:
        """What it superseded, and what superseded it."""
        sentences = []
        if provision.supersedes is not None:
            text = _("It ended: %(old)s.") if provision.repeals else _("It superseded: %(old)s.")
            sentences.append(text % {"old": provision.supersedes})
        for successor in provision.successors.exclude(state=State.DRAFT):
            text = _("Superseded from %(day)s by: %(new)s.")
            sentences.append(text % {"day": successor.valid_from.isoformat(), "new": successor})
        return " ".join(sentences) or "–"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By the names of rules too, which stand in the program."""
        found, duplicates = super().get_search_results(request, queryset, search_term)
        word = search_term.strip().lower()
        topics = {topic for topic, name in TOPICS.items() if word and word in str(name).lower()}
        if topics:
            found = found | queryset.filter(topic__in=topics)
        return found, duplicates

    # --- the form -------------------------------------------------------------------------------

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """First the rule, then the form that its parameters make."""
        if self.has_add_permission(request) and self._beginning(request).rule is None:
            return self._choose_rule(request)
        return super().add_view(request, form_url, extra_context)

    def _choose_rule(self, request: HttpRequest) -> HttpResponse:
        query = tidy(request.GET.get("q", ""))[:LONGEST_QUERY]
        asked = request.POST.get("rule_id") or request.GET.get("rule", "")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "query": query,
            "sections": rule_sections(query),
            "unknown": tidy(asked)[:LONGEST_QUERY],
            "kept": self._beginning(request).as_query,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/policies/choose_rule.html", context)

    def _beginning(self, request: HttpRequest) -> Beginning:
        """What the address asks to begin with, looked at once."""
        if not hasattr(request, "_beginning"):
            request._beginning = beginning_of(request)  # type: ignore[attr-defined]
        found: Beginning = request._beginning  # type: ignore[attr-defined]
        return found

    def _rule(self, request: HttpRequest, obj: Any) -> Rule[Any] | None:
        if obj is not None:
            return rule_or_none(obj.rule_id)
        return self._beginning(request).rule

    def _written_rule(self, request: HttpRequest, obj: Any) -> Rule[Any] | None:
        """The rule of a new provision or of a draft that the user may change."""
        if obj is not None and not self.has_change_permission(request, obj):
            return None
        return self._rule(request, obj)

    def _repeals(self, request: HttpRequest, obj: Any) -> bool:
        return bool(obj.repeals if obj is not None else self._beginning(request).repeals)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form of the rule; for reading none is needed."""
        rule = self._written_rule(request, obj)
        if rule is not None:
            kwargs["form"] = provision_form(rule, repeals=self._repeals(request, obj))
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Where it stands, what it says, where and when it holds; for reading the same in words."""
        rule = self._written_rule(request, obj)
        if rule is None:
            return [(None, {"fields": list(self.reading)})]
        form = provision_form(rule, repeals=self._repeals(request, obj))
        return written_fields([PREFIX + each.name for each in form.typed], form.repeals_only)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What the address copies or names, else one's own place and the rule's own effect."""
        user: Any = request.user
        beginning = self._beginning(request)
        mine = [a.division for a in user.active_assignments if office_of(user, a.division)]
        own = {"jurisdiction": mine[0] if mine else None}
        effect = {"kind": effects_of(beginning.rule)[0]} if beginning.rule else {}
        return {**own, **effect, **beginning.initial}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """Name the rule, and offer to supersede, end or take over what is in force."""
        obj = kwargs.get("obj")
        rule = self._rule(request, obj)
        context["rule_name"] = rule_name(rule.rule_id) if rule else ""
        context["rule_id"] = rule.rule_id if rule else getattr(obj, "rule_id", "")
        context["repeals"] = self._repeals(request, obj)
        if obj is not None and rule is not None and obj.state == State.RELEASED:
            own = obj.jurisdiction is not None and office_of(request.user, obj.jurisdiction)
            his = bool(own) and may_supersede(request.user, obj)
            context["may_supersede"] = his and not obj.repeals
            context["may_copy"] = not own and request.user.has_perm(DRAFT) and not obj.repeals
        return super().render_change_form(request, context, *args, **kwargs)

    # --- the release ----------------------------------------------------------------------------

    def release(self, draft: Any, user: Any, seen: str) -> None:
        """The provision, with its document while that is a draft too."""
        release_provision(provision=draft, user=user, seen=seen)

    def comparison(self, draft: Any) -> dict[str, Any]:
        """The draft beside what holds now."""
        return {
            "comparison": compare(draft),
            "rule_name": rule_name(draft.rule_id),
            "rule_id": draft.rule_id,
        }


def written_fields(parameters: list[str], repeals: bool) -> list[tuple[Any, dict[str, Any]]]:
    """The fieldsets of the form, with the fields of the parameters of the rule."""
    source = ["document", "clause", "key_phrase", "rule_id"]
    if repeals:
        return [
            (_("Document and clause"), {"fields": source}),
            (_("What ends, and when"), {"fields": ["supersedes", "valid_from", "note"]}),
            (None, {"fields": ["record_version"]}),
        ]
    validity = ["jurisdiction", ("valid_from", "valid_to"), "supersedes", "note", "record_version"]
    return [
        (_("Document and clause"), {"fields": source}),
        (_("What it says"), {"fields": [("modality", "kind"), *parameters, "reading"]}),
        (_("Where and when it holds"), {"fields": validity}),
    ]
