"""Addresses outside the studio, handed on from the chapters."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
