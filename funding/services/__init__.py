"""Writes of money: each in one transaction, with its history."""
