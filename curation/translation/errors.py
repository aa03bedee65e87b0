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
    "licence_unknown": "The licence of %(model)s is not known to Pugmark, so it is not installed.",
    "converter_missing": "Converting a model needs PyTorch, which is not installed. Install it with: %(command)s",
    "download_failed": "%(model)s could not be downloaded: %(detail)s.",
    "conversion_failed": "%(model)s could not be converted: %(detail)s.",
    "self_test_failed": "%(model)s was converted but does not translate: %(detail)s.",
    "already_installed": "%(model)s is installed already in %(folder)s.",
    "cancelled": "The translation was cancelled.",
}
"""English sentences by code. The Django side translates them and fills in the parameters."""
