"""Words that depend on the place: 市总 or 县总, 全市 or 全县."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from townships.choices import Level
from townships.models import Division

ENDINGS = "省市县区旗"
# Chinese says 全市 and 市总 with a single character of the name; English needs the whole word.
IN_ENGLISH = {
    "国": "country",
    "省": "province",
    "市": "city",
    "县": "county",
    "区": "district",
    "旗": "banner",
}


def ending(division: Division | None) -> str:
    """The last character of a place's name that says what it is: 市, 县, 区 …"""
    if division is None:
        return "国"
    if division.level >= Level.TOWNSHIP:
        return division.name[-2:] if division.name.endswith("街道") else division.name[-1:]
    last = division.name[-1:]
    return last if last in ENDINGS else "县"


def _kind(division: Division | None) -> str:
    """What sort of place it is, as it stands in a sentence of the reader's language."""
    last = ending(division)
    return last if (get_language() or "").startswith("zh") else IN_ENGLISH.get(last, last)


def whole(division: Division | None) -> str:
    """The whole place: 全市, 全县, 全省, 全国."""
    return _("all of the %(kind)s") % {"kind": _kind(division)}


def federation(division: Division) -> str:
    """The federation of a county as people call it there: 市总, 县总, 区总."""
    return _("%(kind)s federation") % {"kind": _kind(division)}
