"""Regional and industry federations (R-ORG-22 … 27, R-NAM, R-COM-07 … 13)."""
