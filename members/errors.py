"""Refusals that are about people."""

from typing import Any

from django.core.exceptions import ValidationError

from members.models import Member


class AlreadyMember(ValidationError):
    """The person has an open membership, here or elsewhere: a transfer is needed (R-MEM-02).

    `member` is the row that holds it, or None when the user may not see that row.
    """

    def __init__(self, message: Any, *, member: Member | None) -> None:
        super().__init__({"id_number": message})
        self.member = member
