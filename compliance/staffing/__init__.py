"""The page of staffing: townships of a county, or counties of a city, side by side."""
