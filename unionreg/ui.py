"""Small pieces of page that templates and admin columns share: icons, badges, rates, numbers.

Everything returns safe HTML without inline styles; the look is in static/css.
"""

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from unionreg.icons import PATHS

NOTHING = "–"

BADGE_ICONS = {"ok": "check", "warn": "warning", "bad": "error", "info": "info", "unk": "unknown"}

Text = str | Promise


def icon(name: str, *, large: bool = False) -> SafeString:
    """An icon of `unionreg.icons` for the eye only; the words beside it carry the meaning.

    Raises KeyError for an unknown name.
    """
    return format_html(
        '<svg class="i{}" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>',
        " l" if large else "",
        PATHS[name],
    )


def badge(kind: str, text: Text, *, icon_name: str | None = None) -> SafeString:
    """A status: icon, word and colour. Kinds: ok, warn, bad, info, unk (not known), plain.

    `icon_name` replaces the icon of the kind, "" leaves it out.
    """
    name = BADGE_ICONS.get(kind, "") if icon_name is None else icon_name
    return format_html('<span class="badge {}">{}{}</span>', kind, icon(name) if name else "", text)


def number(value: int | None) -> str:
    """A count with thousands separators; a dash for None, which means unknown."""
    return NOTHING if value is None else f"{value:,}"


def or_dash(value: int | None) -> str:
    """Like `number`, with a dash for 0 too: nothing to do here."""
    return number(value or None)


def signed(value: int | None) -> str:
    """A change with its sign: +412, −3 and a plain 0."""
    if value is None:
        return NOTHING
    return f"+{value:,}" if value > 0 else f"{value:,}".replace("-", "−")


def reaches(part: int, whole: int, goal: int) -> bool:
    """Whether part / whole reaches `goal` per cent, in whole numbers."""
    return part * 100 >= goal * whole


def percent(part: int | None, whole: int | None) -> str:
    """part / whole in per cent with one decimal, cut off: 79.96 is not shown as 80.0.

    A dash when a number is missing or there is nothing to divide by.
    """
    if part is None or not whole:
        return NOTHING
    tenths = part * 1000 // whole
    return f"{tenths // 10}.{tenths % 10}%"


def _bar(part: int, whole: int, goal: int | None, label: str) -> SafeString:
    """The bar itself: 112 by 12, always from 0 to 100 per cent, with a tick at the goal."""
    width = min(part * 1120 // whole, 1120)
    low = goal is not None and not reaches(part, whole, goal)
    return format_html(
        '<svg class="rb" viewBox="0 0 112 12" preserveAspectRatio="none" role="img"'
        ' aria-label="{}"><rect class="k" y="2" width="112" height="8" rx="2"/>'
        '<rect class="f{}" y="2" width="{}" height="8" rx="2"/>{}</svg>',
        label,
        " low" if low else "",
        f"{width // 10}.{width % 10}",
        "" if goal is None else _tick(goal),
    )


def _tick(goal: int) -> SafeString:
    return format_html('<path class="g" d="M{} 0v12"/>', f"{goal * 112 // 10 / 10:g}")


def _mark(kind: str, icon_name: str, words: str) -> SafeString:
    """A coloured icon, with the words for those who do not see it."""
    return format_html(
        '<span class="t-{}" title="{}">{}<span class="vh">{}</span></span>',
        kind,
        words,
        icon(icon_name),
        words,
    )


def verdict(part: int, whole: int, goal: int | None) -> SafeString | str:
    """Tick or triangle beside a rate; nothing where no goal is in force.

    More than all is no success but a number that is wrong or out of date.
    """
    if part > whole:
        return _mark("warn", "warning", _("above 100%: please check the figures"))
    if goal is None:
        return ""
    if reaches(part, whole, goal):
        return _mark("ok", "check", _("goal met"))
    return _mark("warn", "warning", _("below the goal"))


def rate_bar(
    part: int | None, whole: int | None, *, goal: int | None, label: Text = ""
) -> SafeString:
    """A rate as bar, number and verdict; a badge when it cannot be computed.

    `goal` is that in force at the place, in whole per cent, None for none; `label` names the rate
    for screen readers ("joining rate").
    """
    if part is None or not whole:
        return badge("unk", _("no data"))
    shown = percent(part, whole)
    spoken = f"{label} {shown}"
    if goal is not None:
        spoken = _("%(label)s %(rate)s, goal %(goal)s%%") % {
            "label": label,
            "rate": shown,
            "goal": goal,
        }
    return format_html(
        '<span class="rate">{}<b>{}</b>{}</span>',
        _bar(part, whole, goal, spoken.strip()),
        shown,
        verdict(part, whole, goal),
    )


def joined(pieces: list[SafeString]) -> SafeString:
    """Several pieces one after the other."""
    return mark_safe("".join(pieces))  # noqa: S308 - the pieces are safe already
