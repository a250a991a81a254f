"""Helpers that know nothing about video."""
