"""Models of people, one file a concept."""

from members.models.export import ExportState, MemberExport
from members.models.member import Member, PersonKey
from members.models.membership import Membership

__all__ = ["ExportState", "Member", "MemberExport", "Membership", "PersonKey"]
