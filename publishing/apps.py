"""The publishing half as Django sees it."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = "Publishing"

    def ready(self) -> None:
        import publishing.delivery.captioning  # (hears of changed captions)
        import publishing.delivery.planning  # (registers itself as the posts' carrier)
        import publishing.insights.best_hours  # (registers itself as the calendar's adviser)
        import publishing.partners.copies  # (declares jobs)
        import publishing.partners.offers  # noqa: F401  (declares jobs)
        from publishing.posts import wagtail_mail

        wagtail_mail.silence()
