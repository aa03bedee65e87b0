"""How Pugmark is put together: settings, addresses, queues, the embedded services and the commands that run it all.

May import everything; nothing below (publishing, curation) imports it.
"""

__all__ = ["celery_app"]


def __getattr__(name: str) -> object:
    # Celery looks for `config.celery_app`; importing it here at once would start services for every import of config.
    if name == "celery_app":
        from config.celery import app

        return app
    raise AttributeError(name)
