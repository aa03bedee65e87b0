"""What can go wrong with timed text, as a code, an English sentence and its parameters (Django translates them)."""

MESSAGES = {
    "not_a_document": "This is not a %(format)s file: no cue could be read from it.",
    "unknown_format": "Files ending in “%(ending)s” are not known here; these are: %(known)s.",
    "entities": "This %(format)s file declares entities, which could make it grow without end; it was not read.",
    "too_deep": "This %(format)s file nests more than %(limit)d elements; it was not read.",
    "no_script": "%(format)s has no letters for the script that these captions are written in.",
    "too_many": "%(format)s files may hold %(limit)d captions or parts at most.",
    "too_many_parts": "A file can be cut into %(limit)d parts at most, each longer than nothing.",
    "unknown_rate": "“%(rate)s” frames a second are not possible here; these are: %(known)s.",
    "bad_time_code": "“%(time)s” is not a time code; write hours, minutes, seconds and frames as 10:00:00:00.",
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
