"""What can go wrong with listening, by code."""

MESSAGES = {
    "speech_missing": (
        "Speech recognition is not installed. An operator installs it with: pip install faster-whisper==1.2.1"
    ),
    "speech_no_model": (
        "No model for speech recognition is installed. An operator puts a Whisper model in CTranslate2's format into a "
        "folder and names it in SPEECH_MODEL."
    ),
    "speech_bad_model": "The model for speech recognition cannot be used: %(reason)s",
    "speech_no_language": "The model for speech recognition does not know the language %(language)s.",
    "cancelled": "Listening was stopped.",
}


class SpeechError(Exception):
    """`code` is a key of MESSAGES, `params` fill the sentence."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(MESSAGES[code] % params)
        self.code, self.params = code, params
