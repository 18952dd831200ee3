"""Posts of townships and units, social union workers (R-CAD, R-SOC)."""
