"""Made-up data for two real counties, so that a newcomer sees a registry at work.

Townships and codes are real; firms, people and figures are invented. ID numbers begin with the
code of no county, so that none of them can belong to anybody.
"""
