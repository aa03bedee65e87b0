"""What contradicts itself in the settings of translation is said when Pugmark starts, not at the first caption."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.utils.translation import gettext as _

from curation.language.engines import ECHO, SERVERS, kind


@register()
def translation_settings(**_options: Any) -> list[CheckMessage]:
    """Every contradiction as one sentence with its variables. Secrets are never told."""
    chosen, said = kind(), list[CheckMessage]()
    if chosen in SERVERS and not settings.TRANSLATION_URL:
        said.append(
            Error(
                _("TRANSLATION_ENGINE is %(kind)s, so TRANSLATION_URL must name its server.") % {"kind": chosen},
                id="language.E001",
            )
        )
    if chosen in SERVERS and urlsplit(settings.TRANSLATION_URL).password:
        said.append(Error(_("TRANSLATION_URL holds a password. Put it into TRANSLATION_KEY."), id="language.E002"))
    if chosen in ("openai", "transformers") and not settings.TRANSLATION_MODEL:
        said.append(
            Error(
                _("TRANSLATION_ENGINE is %(kind)s, so TRANSLATION_MODEL must name a model.") % {"kind": chosen},
                id="language.E003",
            )
        )
    if chosen not in (*SERVERS, ECHO) and (settings.TRANSLATION_URL or settings.TRANSLATION_KEY):
        said.append(
            Warning(
                _("TRANSLATION_URL and TRANSLATION_KEY have no effect while TRANSLATION_ENGINE is %(kind)s.")
                % {"kind": chosen},
                id="language.W001",
            )
        )
    return said
