"""Lists and forms of the app."""

from federations.admin.federation import FederationAdmin

__all__ = ["FederationAdmin"]
