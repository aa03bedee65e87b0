"""Why a notice did not arrive."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _


class NotSent(Exception):
    """A notice did not arrive. `final`: trying again is no use. `detail` is what the other side said, if anything."""

    SENTENCES: ClassVar = {
        "not_an_address": _("This is not an address that a webhook can have."),
        "not_https": _("A webhook must have an address that begins with https://."),
        "private_address": _(
            "This address lies in a private network. The operator can allow it with WEBHOOK_PRIVATE_HOSTS."
        ),
        "no_such_host": _("There is no machine of this name."),
        "refused": _("The other side refused it"),
        "redirected": _("The other side wanted it elsewhere; webhooks are not redirected. Enter the new address."),
        "unreachable": _("The other side could not be reached"),
        "too_slow": _("The other side did not answer in time."),
        "key_broken": _("The key of the signature cannot be opened any more. Make a new one."),
        "switched_off": _("The contact was switched off or lost this address."),
    }

    def __init__(self, code: str, detail: str = "", *, final: bool = False) -> None:
        super().__init__(code)
        self.code, self.detail, self.final = code, detail, final

    def stored(self) -> str:
        """As a notice's row keeps it."""
        return f"{self.code}: {self.detail}"[:300] if self.detail else self.code


def sentence(stored: str) -> str:
    """What a notice's row keeps, for a person."""
    code, _colon, detail = stored.partition(": ")
    told = str(NotSent.SENTENCES.get(code, code))
    return f"{told} ({detail})" if detail else told
