"""What can go wrong in translation, each with a `code` and parameters for a translated message."""


class TranslationError(Exception):
    """Base of all. `code` names the case; `params` fill the sentence `MESSAGES[code]` (named placeholders)."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(MESSAGES[code] % params)
        self.code = code
        self.params = params


class UnsupportedPair(TranslationError):
    """The engine does not translate between these two languages."""


class ModelUnusable(TranslationError):
    """A model folder is missing, damaged, or no model of ours."""


class LicenceRefused(TranslationError):
    """The model's licence does not allow what a media company does, or is not known."""


class InstallationFailed(TranslationError):
    """A model could not be fetched, converted or proven."""


class EngineMisconfigured(TranslationError):
    """The description of an engine names no engine, or says of it what cannot be."""


class ServerTrouble(TranslationError):
    """A translation server cannot be reached, refuses, or does not answer as it should. Never holds a key."""


class TranslationCancelled(TranslationError):
    """The caller asked to stop."""


MESSAGES: dict[str, str] = {
    "unsupported_pair": "%(engine)s does not translate from %(source)s to %(target)s.",
    "model_missing": "There is no translation model in %(folder)s.",
    "model_incomplete": "The model in %(folder)s lacks the file %(file)s.",
    "model_damaged": "The model in %(folder)s cannot be read: %(detail)s.",
    "model_foreign": "The folder %(folder)s holds no model that Pugmark knows: %(detail)s.",
    "licence_refused": "%(model)s is licensed %(licence)s and may not be used commercially. "
    "To install it for another use, repeat these words: %(words)s.",
    "licence_regional": "%(model)s is licensed %(licence)s. To use it all the same, repeat these words: %(words)s.",
    "licence_unknown": "The licence of %(model)s is not known to Pugmark, so it is not installed.",
    "converter_missing": "Converting a model needs PyTorch, which is not installed. Install it with: %(command)s",
    "download_failed": "%(model)s could not be downloaded: %(detail)s.",
    "conversion_failed": "%(model)s could not be converted: %(detail)s.",
    "self_test_failed": "%(model)s was converted but does not translate: %(detail)s.",
    "already_installed": "%(model)s is installed already in %(folder)s.",
    "engine_unknown": "There is no translation engine “%(kind)s”. Pugmark knows: %(known)s.",
    "engine_option": "The translation engine “%(kind)s” cannot be set up: %(detail)s.",
    "engine_missing": "This engine needs PyTorch, which is not installed. Install it with: %(command)s",
    "server_insecure": "The address of a translation server must begin with https://, unless it is on this machine.",
    "server_unreachable": "The translation server %(server)s cannot be reached.",
    "server_slow": "The translation server %(server)s did not answer within %(seconds)s seconds.",
    "server_cut": "The translation server %(server)s broke off its answer.",
    "server_key": "The translation server %(server)s does not accept the key.",
    "server_busy": "The translation server %(server)s asks to wait %(seconds)s seconds.",
    "server_failed": "The translation server %(server)s failed with status %(status)s.",
    "server_refused": "The translation server %(server)s refused the request (status %(status)s): %(words)s",
    "server_moved": "The translation server %(server)s points to another address, which Pugmark does not follow.",
    "server_nonsense": "The translation server %(server)s gave an answer that is no translation.",
    "file_unreadable": "%(file)s cannot be read: %(detail)s.",
    "cancelled": "The translation was cancelled.",
}
"""English sentences by code. The Django side translates them and fills in the parameters."""
