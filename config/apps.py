"""The project as an app of its own, for the commands that put everything together."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"
    label = "pugmark"
    verbose_name = "Pugmark"
