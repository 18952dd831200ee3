"""Tests of what lies around the code: locks, make targets, supervisor, test runner."""
