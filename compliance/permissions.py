"""Names of the permissions around findings. Who holds them stands in `accounts/permissions.py`."""

VIEW = "compliance.view_finding"
CHANGE = "compliance.change_finding"  # put somebody in charge, write a note
WAIVE = "compliance.waive_finding"
CHECK = "compliance.check_county"
SIMULATE = "policies.simulate"  # try other numbers out; nothing is stored
ORDER = "compliance.change_urgencyorder"
EXPORT = "townships.export_registry"
