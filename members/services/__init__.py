"""Writing people and their memberships.

Order in which rows are locked, everywhere (import included), so that no two writers wait for each
other: unions by (county, id) → PersonKey by id_hash → members by (county, id) → summaries of
unions, then of townships, county by county.
"""
