"""Words for what can be the matter with an ID number that somebody typed into a form."""

from django.utils.translation import gettext_lazy as _

from members.identity import IdIssue

_WORDS = {
    IdIssue.MISSING: _("Enter the ID number."),
    IdIssue.NUMERIC_CELL: _(
        "The number was cut off by a spreadsheet. Type it again from the ID document."
    ),
    IdIssue.LENGTH: _("An ID number has 18 digits (old ones 15). Compare it with the ID card."),
    IdIssue.CHARACTERS: _(
        "An ID number has digits only; the last place may be an X. Compare it with the ID card."
    ),
    IdIssue.CHECKSUM: _(
        "The check digit does not fit, so one digit is wrong. Compare it with the ID card."
    ),
    IdIssue.LOST_DIGITS: _(
        "The last three digits are zeros: a spreadsheet has cut them off. "
        "Type the number again from the ID card."
    ),
    IdIssue.BIRTH_IMPOSSIBLE: _("Digits 7 to 14 are no date. Compare them with the ID card."),
    IdIssue.BIRTH_FUTURE: _(
        "By digits 7 to 14 the person is not born yet. Compare them with the ID card."
    ),
    IdIssue.BIRTH_TOO_EARLY: _(
        "By digits 7 to 14 the person was born before 1900. Compare them with the ID card."
    ),
    IdIssue.FORMAT: _(
        "Documents of this kind have numbers of another form. "
        "Check the kind of document and the number."
    ),
    IdIssue.OTHER_KIND: _(
        "This is an ID-card number. Choose “resident ID card” as kind of ID; if it begins with 81, "
        "82 or 83, the residence permit for Hong Kong, Macao and Taiwan residents; if it begins "
        "with 9, the foreign permanent resident's ID card."
    ),
    IdIssue.CONVERTED: _("The old number with 15 digits was stored as the new one with 18."),
    IdIssue.ENDS_IN_ZEROS: _("The number ends in three zeros. Compare it with the ID card."),
    IdIssue.REGION: _("No province has the first two digits. Compare them with the ID card."),
    IdIssue.SEX_MISMATCH: _(
        "The ID number says another sex than the form. The ID number was followed."
    ),
    IdIssue.BIRTH_MISMATCH: _(
        "The ID number says another date of birth than the form. The ID number was followed."
    ),
}


def id_message(issue: str) -> str:
    """The words for one issue; they never contain the number."""
    return str(_WORDS[IdIssue(issue)])
