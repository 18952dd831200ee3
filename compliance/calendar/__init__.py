"""The calendar: what has a date, as months, as lists and for the calendar programs of users."""
