"""The publishing half as Django sees it."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = "Publishing"

    def ready(self) -> None:
        import publishing.delivery.captioning  # (hears of changed captions)
        import publishing.delivery.planning  # (registers itself as the posts' carrier)
        import publishing.insights.best_hours  # noqa: F401  (registers itself as the calendar's adviser)
        from publishing.posts import wagtail_mail

        wagtail_mail.silence()
