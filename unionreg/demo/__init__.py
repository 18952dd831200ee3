"""Made-up data for two real counties, so that a newcomer sees a registry at work.

Townships and codes are real; firms, people and figures are invented. ID numbers begin with 410599,
which no county has, so that none of them can belong to anybody.
"""
