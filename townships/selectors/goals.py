"""The goal of the joining rate, as a part of queries over many places."""

from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils import timezone

from policies.selectors import joining_goals
from townships.choices import Level
from townships.models import Division


def joining_goal() -> Any:
    """The goal in force today at each union's place, in whole percent; NULL for none (R-ORG-30).

    The nearest place wins: township, county, city, province, nation.
    """
    goals = joining_goals(timezone.localdate())
    nation = goals.pop("", None)
    places = Division.objects.filter(pk__in=goals).order_by("-level")
    whens = [When(_inside(place), then=Value(goals[place.key])) for place in places]
    default = Value(nation, output_field=IntegerField())
    return Case(*whens, default=default, output_field=IntegerField()) if whens else default


def _inside(place: Division) -> Q:
    """Rows in a place: its township, its county, or the counties below it."""
    if place.level >= Level.TOWNSHIP:
        return Q(township_id=place.key)
    if place.level == Level.COUNTY:
        return Q(county_code=place.key)
    below = Division.objects.filter(level=Level.COUNTY)
    inside = below.filter(Q(parent_id=place.key) | Q(parent__parent_id=place.key))
    return Q(county_code__in=sorted(inside.values_list("pk", flat=True)))
