"""Marking a sentence for translation where no translator may be imported."""


def gettext_noop(message: str) -> str:
    """Return `message` unchanged; the name is what the extraction of messages looks for.

    Engines import no Django. Whoever shows the sentence translates it: `gettext(sentence) % params`.
    """
    return message
