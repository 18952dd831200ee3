"""What each number of the reports means, and what it is made of.

A number that a report shows and that has no line here fails a test.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dashboards.reports.table import Text
from members.selectors.completeness import MISSING

FORM = ("R-ORG-02", "R-ORG-03", "R-ORG-04")
COVERS = _("An active union covers the unit today.")
FIRMS = _(
    "Units in business whose economic type is one of an enterprise; a unit without an economic "
    "type is not among them."
)
UNTYPED = _(
    "Units in business whose economic type nobody recorded: whether they are firms is not known."
)
UNITS = _("Units in business that are recorded in the registry.")


@dataclass(frozen=True)
class Meaning:
    """Definition of a number; for a rate what `part` and `whole` are called.

    `unit`: people, units or places. `rules` are those that look at it besides those of the report.
    """

    text: Text
    unit: str = "units"
    part: Text = ""
    whole: Text = ""
    rules: tuple[str, ...] = ()


_COVERAGE = {
    "townships": Meaning(
        _("All townships and streets of today, by the list of divisions."), "places"
    ),
    "duty": Meaning(
        _(
            "Townships and streets that are to have a union; those kept for statistics only, such "
            "as farms, have no such duty."
        ),
        "places",
    ),
    "unions": Meaning(
        _(
            "Townships whose own union is active, divided by the townships with a union duty. A "
            "dispatched work committee is not the township's union, and one that is being prepared "
            "is none yet. Where a county recorded no union of any township, it is not known."
        ),
        "places",
        _("Townships with a union of their own"),
        _("Townships with a union duty"),
    ),
    "general": Meaning(
        _(
            "Townships whose active union has the form of a general union, divided by the "
            "townships with a union duty. Which form a township may have follows from the number "
            "of its firms and workers."
        ),
        "places",
        _("Townships with a general union"),
        _("Townships with a union duty"),
        FORM,
    ),
    "committees": Meaning(
        _("Townships in which the county has only dispatched a work committee (R-ORG-05)."),
        "places",
        rules=("R-ORG-05",),
    ),
}
_LEVELS = {
    "townships": Meaning(
        _COVERAGE["unions"].text,
        "places",
        _COVERAGE["unions"].part,
        _COVERAGE["unions"].whole,
        ("R-ORG-35",),
    ),
    "villages": Meaning(
        _(
            "Villages and communities of today by the list of villages; where no list was loaded "
            "it is not known."
        ),
        "places",
    ),
    "village_unions": Meaning(
        _("Active unions of villages and communities. They are not tied to one village."),
    ),
    "firms": Meaning(
        _(
            "Firms that an active union covers today, divided by all firms. Firms are units in "
            "business whose economic type is one of an enterprise; a unit without an economic type "
            "is not among them."
        ),
        "units",
        _("Firms with a union (short)"),
        _("Firms"),
    ),
    "untyped": Meaning(UNTYPED),
}
_SHARES = {
    "firms": Meaning(FIRMS, "units", _("Firms in townships"), _("All firms")),
    "unions": Meaning(
        _("Grassroots unions in operation, of every kind."),
        "units",
        _("Unions in townships"),
        _("All grassroots unions"),
    ),
    "workers": Meaning(
        _(
            "Workers as the units in business recorded them; units that recorded none are left "
            "out. They are not the workers of the statistics of townships."
        ),
        "people",
        _("Workers of units in townships"),
        _("Workers of all units"),
    ),
    "members": Meaning(
        _("Everybody with an open membership, by the summary rows of the townships."),
        "people",
        _("Members in townships"),
        _("All members"),
    ),
    "untyped": Meaning(UNTYPED),
}
_FILES = {
    "members": Meaning(_("People with an open or kept membership today."), "people"),
    "complete": Meaning(
        _(
            "Files in which every counted entry is filled in, divided by all files. Counted are "
            "the entries of the member form that everybody has; this choice is ours, because the "
            "document names none."
        ),
        "people",
        _("Complete files"),
        _("All files"),
    ),
    "incomplete": Meaning(_("Files that lack at least one of the counted entries."), "people"),
    "files": Meaning(_("Counted on the page of each place."), "people"),
}
_UNCOVERED = {
    "units": Meaning(UNITS),
    "covered": Meaning(COVERS, "units", _("Units with a union"), _("Units in business")),
    "uncovered": Meaning(_("Units in business that no active union covers today.")),
    "workers": Meaning(
        _("The workers that the units without a union recorded, added up."), "people"
    ),
    "uncounted": Meaning(_("Units without a union that recorded no number of workers.")),
}
_PRIORITIES = {
    "units": Meaning(UNITS),
    "with": Meaning(COVERS, "units", _("Units with a union"), _("Units in business")),
    "without": _UNCOVERED["uncovered"],
}
_NEW_UNIONS = _(
    "Grassroots unions by the day of founding, also those that closed since and without those that "
    "are being prepared. The running year is compared with the same days of the year before."
)
_NEW_MEMBERS = _(
    "Memberships by the day on which they began by joining; a transfer from another union is none. "
    "The running year is compared with the same days of the year before."
)
_GROWTH = {
    **dict.fromkeys(("unions", "unions_before", "unions_change"), Meaning(_NEW_UNIONS)),
    **dict.fromkeys(
        ("members", "members_before", "members_change"), Meaning(_NEW_MEMBERS, "people")
    ),
}
_UNITED = _(
    "Running terms whose committee was formed by 联合制、代表制. The document wants such "
    "committees suitably enlarged and gives no number."
)
_GENERAL = _(
    "Running terms of township unions with the form of a general union. Elected like a local "
    "union, their committees are to be suitably enlarged; the document gives no number."
)
_SIZE = _("Seats of those committees, as the terms record them; what is not recorded is left out.")
_ELECTIONS = {
    "terms": Meaning(
        _("Terms that are not over, of active organisations of every kind."), "places"
    ),
    "direct": Meaning(
        _(
            "Running terms whose chair was elected directly by the members, divided by those of "
            "which it is recorded how the chair was elected. No document sets a number or a time."
        ),
        "places",
        _("Elected directly"),
        _("Recorded how"),
    ),
    "unknown": Meaning(
        _("Running terms of which nobody recorded whether the chair was elected directly."),
        "places",
    ),
    "united": Meaning(_UNITED, "places"),
    "united_seats": Meaning(_SIZE, "places"),
    "general": Meaning(_GENERAL, "places"),
    "general_seats": Meaning(_SIZE, "places"),
}
_CONTRACTS = {
    "contracts": Meaning(
        _(
            "Contracts and special agreements of every kind that hold today; one without a "
            "recorded end holds as far as is known."
        ),
        "places",
    ),
    "general": Meaning(
        _("The firms that collective contracts in force say they cover, divided by all firms."),
        "units",
        _("Firms covered"),
        _("Firms"),
    ),
    "wages": Meaning(
        _(
            "The firms that special agreements on wages in force say they cover, divided by all "
            "firms."
        ),
        "units",
        _("Firms covered"),
        _("Firms"),
    ),
    "uncounted": Meaning(
        _(
            "Collective contracts and agreements on wages in force that do not say how many firms "
            "they cover; they are left out of the shares."
        ),
        "places",
    ),
}
_WITHOUT = Meaning(_("People whose file lacks this entry."), "people")

MEANINGS: dict[str, dict[str, Meaning]] = {
    "coverage": _COVERAGE,
    "levels": _LEVELS,
    "shares": _SHARES,
    "files": _FILES | dict.fromkeys(MISSING, _WITHOUT),
    "uncovered": _UNCOVERED,
    "priorities": _PRIORITIES,
    "growth": _GROWTH,
    "elections": _ELECTIONS,
    "contracts": _CONTRACTS,
}
