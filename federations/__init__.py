"""Room for regional and industry federations (founding, coverage, committees)."""
