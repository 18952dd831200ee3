"""Trainings that are due."""
