"""What can go wrong with timed text, as a code, an English sentence and its parameters (Django translates them)."""

MESSAGES = {
    "not_a_document": "This is not a %(format)s file: no cue could be read from it.",
    "unknown_format": "Files ending in “%(ending)s” are not known here; use .vtt, .srt or .ass.",
    "write_only": "%(format)s files can be written, not read.",
    "unreadable": "“%(name)s” cannot be read: %(reason)s.",
    "too_large": "“%(name)s” has %(size)d bytes; captions may have %(limit)d at most.",
    "backwards": "The end (%(end)s s) must lie after the start (%(start)s s).",
    "unknown_language": "“%(tag)s” is not a language that captions are made in.",
}


class SubtitleError(ValueError):
    """An error a person can act on. `code` is a key of MESSAGES, `params` fills the sentence."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(MESSAGES[code] % params)
