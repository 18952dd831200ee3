"""The year of an organisation (R-MTG, R-TRM-04)."""
