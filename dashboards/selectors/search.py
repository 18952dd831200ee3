"""One search over members, cadres, unions, employers and places, in the reader's places only."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.models import Person
from cadres.selectors import people as cadres
from dashboards import links
from dashboards.selectors.places import VIEW
from members.models import Member
from members.selectors.search import beginning_first, find_by_id
from members.selectors.search import search as search_people
from members.states import OPEN_STATES
from townships.choices import OPEN_STATUSES, Level, UnionKind
from townships.models import Division, Employer, Union
from unionreg.text import half_width

_MEMBERS = gettext_lazy("Members")
SHOWN = 6  # so many of each kind; the list behind "all" shows the others


@dataclass(frozen=True)
class Hit:
    """One result: where it leads, its name and what tells it from others of the name."""

    url: str
    label: str
    about: str
    mark: str = ""


@dataclass(frozen=True)
class Found:
    """Results of one kind; `more_url` leads to the whole list when there are more."""

    label: str | Promise
    icon: str
    hits: list[Hit]
    more_url: str = ""


def find(user: Any, text: str, *, secret: bool) -> list[Found]:
    """Everything that fits every word of `text`, by kind; empty kinds are left out.

    A `secret` text may be an ID number: it is looked up as such and as a code of an organisation,
    and no address holds it.
    """
    words = half_width(text).split()
    if not words:
        return []
    found = (
        _with_id(user, text) if secret else _people(user, text),
        _cadres(user, text, secret),
        _unions(user, text, words, secret),
        _federations(user, text, words, secret),
        _employers(user, text, words, secret),
        _places(user, words),
    )
    return [kind for kind in found if kind.hits]


def is_somebodys_id(user: Any, text: str) -> bool:
    """Whether a text is the ID number of a member or cadre inside the user's places."""
    return bool(find_by_id(user, text) or cadres.find_by_id(user, text))


def _with_id(user: Any, text: str) -> Found:
    return Found(_MEMBERS, "members", [_person(member) for member in find_by_id(user, text)])


def _people(user: Any, text: str) -> Found:
    rows = Member.objects.visible_to(user, "members.view_member")
    fitting = search_people(rows, text).select_related("union")
    first = (_first(Q(state__in=OPEN_STATES)), beginning_first(text))
    hits = [
        _person(row) for row in fitting.order_by(*first, "name_pinyin", "name", "id")[: SHOWN + 1]
    ]
    more = links.rows("members.member", q=text) if len(hits) > SHOWN else ""
    return Found(_MEMBERS, "members", hits[:SHOWN], more)


def _person(member: Member) -> Hit:
    return Hit(
        links.record("members.member", member.pk),
        member.name,
        f"{member.id_masked}　{member.union}",
        "" if member.state in OPEN_STATES else member.get_state_display(),
    )


def _cadres(user: Any, text: str, secret: bool) -> Found:
    """People in posts, those in office before those who were."""
    if secret:
        keys = [row.pk for row in cadres.find_by_id(user, text)]
        fitting = _cadres_of(user).filter(pk__in=keys).order_by("name_pinyin", "name", "id")
    else:
        order = (_first(cadres.holding()), beginning_first(text), "name_pinyin", "name", "id")
        fitting = search_people(_cadres_of(user), text).order_by(*order)
    shown = fitting.prefetch_related(cadres.posts_in_office())[: SHOWN + 1]
    hits = [_cadre(row) for row in shown]
    more = links.rows("cadres.person", q=text) if len(hits) > SHOWN and not secret else ""
    return Found(gettext_lazy("Cadres"), "person", hits[:SHOWN], more)


def _cadres_of(user: Any) -> Any:
    return Person.objects.visible_to(user, "cadres.view_person")


def _cadre(person: Any) -> Hit:
    """The cadre with the post that says most about him."""
    posts = cadres.leading_first(person.in_office)
    about = [person.id_masked]
    if posts:
        about.append(posts[0].full_title)
    mark = "" if posts else _("not in office")
    return Hit(links.record("cadres.person", person.pk), person.name, "　".join(about), mark)


def _first(condition: Any) -> Case:
    """An order: what fulfils the condition before the others."""
    fulfilled = When(condition, then=Value(0))
    return Case(fulfilled, default=Value(1), output_field=IntegerField())


def _beginning_first(words: list[str]) -> Case:
    """Names and pinyin that begin with the first word before those that have it inside."""
    word = words[0]
    return _first(Q(name__startswith=word) | Q(pinyin__icontains=f" {word}"))


def _with_words(rows: QuerySet[Any], words: list[str], columns: Iterable[str]) -> QuerySet[Any]:
    """Rows in which every word occurs in one of the columns."""
    for word in words:
        condition = Q()
        for column in columns:
            condition |= Q(**{f"{column}__icontains": word})
        rows = rows.filter(condition)
    return rows


def _unions(user: Any, text: str, words: list[str], secret: bool) -> Found:
    rows = Union.objects.visible_to(user, "townships.view_grassrootsunion")
    fitting = _with_words(rows, words, ("name", "short_name", "pinyin", "code", "credit_code"))
    first = (_first(Q(status__in=OPEN_STATUSES)), _beginning_first(words))
    others = fitting.exclude(kind__in=[UnionKind.COUNTY, UnionKind.FEDERATION])
    shown = others.select_related("township")
    hits = [_union(row) for row in shown.order_by(*first, "pinyin", "name")[: SHOWN + 1]]
    more = links.unions(q=text) if len(hits) > SHOWN and not secret else ""
    return Found(gettext_lazy("Unions"), "union", hits[:SHOWN], more)


def _union(union: Union) -> Hit:
    kind = union.get_form_display() or union.get_kind_display()
    return Hit(
        reverse("organisation", args=[union.pk]),
        union.name,
        f"{kind}　{union.township or ''}",
        "" if union.is_open else union.get_status_display(),
    )


def _federations(user: Any, text: str, words: list[str], secret: bool) -> Found:
    """Federations, by their area, industry or host body as well."""
    rows = Union.objects.visible_to(user, "townships.view_union").filter(kind=UnionKind.FEDERATION)
    own = ("name", "short_name", "pinyin", "code", "credit_code")
    columns = (*own, "federations__area", "federations__host_name")
    fitting = _with_words(rows, words, columns).select_related("township")
    first = (_first(Q(status__in=OPEN_STATUSES)), _beginning_first(words))
    hits = [_union(row) for row in fitting.order_by(*first, "pinyin", "name")[: SHOWN + 1]]
    more = links.rows("townships.union", kind__exact=UnionKind.FEDERATION, q=text)
    cut = len(hits) > SHOWN and not secret
    return Found(gettext_lazy("Federations"), "township-union", hits[:SHOWN], more if cut else "")


def _employers(user: Any, text: str, words: list[str], secret: bool) -> Found:
    rows = Employer.objects.visible_to(user, "townships.view_employer")
    fitting = _with_words(rows, words, ("name", "pinyin", "credit_code"))
    first = _beginning_first(words)
    shown = fitting.select_related("township").order_by("-status", first, "pinyin", "name")
    hits = [_employer(row) for row in shown[: SHOWN + 1]]
    more = links.employers(q=text) if len(hits) > SHOWN and not secret else ""
    return Found(gettext_lazy("Employers"), "employer", hits[:SHOWN], more)


def _employer(employer: Employer) -> Hit:
    workers = employer.worker_count
    about = [str(employer.township or "")]
    if workers is not None:
        about.append(_("%(n)s workers on record") % {"n": f"{workers:,}"})
    return Hit(links.record("townships.employer", employer.pk), employer.name, "　".join(about))


def _places(user: Any, words: list[str]) -> Found:
    """Counties and townships."""
    fitting = _with_words(_places_of(user), words, ("name", "code", "pinyin"))
    shown = fitting.select_related("parent").order_by("level", "code")
    return Found(gettext_lazy("Places"), "place", [_place(row) for row in shown[:SHOWN]])


def _places_of(user: Any) -> QuerySet[Division]:
    scope = user.scope_for(VIEW)
    rows = Division.objects.filter(level__in=[Level.COUNTY, Level.TOWNSHIP], valid_to__isnull=True)
    if scope.nationwide:
        return rows
    return rows.filter(
        Q(key__in=scope.counties) | Q(parent_id__in=scope.counties) | Q(key__in=scope.townships)
    )


def _place(place: Division) -> Hit:
    name = "township" if place.level == Level.TOWNSHIP else "county_dashboard"
    return Hit(reverse(name, args=[place.key]), place.name, f"{place.parent or ''}　{place.code}")
