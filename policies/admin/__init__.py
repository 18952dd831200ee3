"""Policy documents and provisions in the admin: everybody reads, offices write drafts."""

from policies.admin.document import PolicyDocumentAdmin
from policies.admin.provision import ProvisionAdmin

__all__ = ["PolicyDocumentAdmin", "ProvisionAdmin"]
