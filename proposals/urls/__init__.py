"""Addresses by journey; the journeys share nothing but the prefix."""
