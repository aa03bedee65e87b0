from django.apps import AppConfig


class CurationConfig(AppConfig):
    name = "curation"
    verbose_name = "Curation"

    def ready(self) -> None:
        """Have the settings checked at the start."""
        import curation.language.checks  # noqa: F401
