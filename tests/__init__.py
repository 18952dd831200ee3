"""Tests of unionreg: one folder an app, one file an action of a user."""
