"""The publishing half as Django sees it."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = "Publishing"

    def ready(self) -> None:
        from django.conf import settings
        from wagtail.log_actions import registry
        from wagtail.models import ModelLogEntry

        import publishing.delivery.captioning  # (hears of changed captions)
        import publishing.delivery.planning  # (registers itself as the posts' carrier)
        import publishing.insights.best_hours  # (registers itself as the calendar's adviser)
        import publishing.partners.copies  # (declares jobs)
        import publishing.partners.offers  # noqa: F401  (declares jobs)
        from curation.footage.alarms.addresses import permitted
        from publishing.connectors import reach
        from publishing.partners.models import Agreement, Organisation
        from publishing.posts import wagtail_mail

        wagtail_mail.silence()
        reach.limit(lambda address, host: permitted(address, host=host, allowed=settings.CHANNEL_PRIVATE_HOSTS))
        for model in (Organisation, Agreement):
            registry.register_model(model, ModelLogEntry)
