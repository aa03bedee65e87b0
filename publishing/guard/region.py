"""Where the park and its neighbours lie: numbers that point into it are taken for a place. Pure: no Django here."""

from __future__ import annotations

REGION_LATITUDE = (38.0, 56.0)
"""Degrees north."""
REGION_LONGITUDE = (115.0, 142.0)
"""Degrees east."""
