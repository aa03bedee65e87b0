"""What is said in a clip, written down as a first draft. An engine without Django.

Public names: `recognise` (samples -> `Spoken`), `available`, `SpeechError` with its `MESSAGES`.

Works with the extra `speech` (faster-whisper) and a Whisper model in CTranslate2's format, which an operator puts into
a folder; nothing is ever downloaded. May import the standard library, numpy and faster-whisper; never Django, Celery,
or another package of Pugmark.
"""

from curation.speech.errors import MESSAGES, SpeechError
from curation.speech.recognition import RATE, Spoken, available, recognise

__all__ = ["MESSAGES", "RATE", "SpeechError", "Spoken", "available", "recognise"]
