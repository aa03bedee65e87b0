"""The project as an app of its own, for the commands that put everything together."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"
    label = "pugmark"
    verbose_name = "Pugmark"

    def ready(self) -> None:
        """Make our Celery application the default one, or the web server could not send word of a job."""
        import config.celery
        import config.checks  # noqa: F401  (registers what may not be served)
        from config import audit

        audit.listen()
