"""Models of policy, one file a concept."""

from policies.models.document import PolicyDocument
from policies.models.provision import Provision

__all__ = ["PolicyDocument", "Provision"]
