"""What ttconv says while it reads: it logs what it passes over, and raises whatever Python raises."""

import logging
import threading
from types import TracebackType

# what a reader that trusts its input raises on bytes that nobody wrote by hand
READER_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,  # with RecursionError
    TypeError,
    ValueError,
)


class Listener(logging.Handler):
    """Counts the warnings of this thread while it is open, and keeps them from being printed."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard = 0
        self.codes: dict[str, None] = {}
        self.thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.thread:
            message = str(record.msg)
            if message.startswith("Skip Caption Channel"):
                self.codes["second_channel"] = None
            elif not message.startswith("xml:lang not specified"):
                self.heard += 1

    def __enter__(self) -> "Listener":
        logger = logging.getLogger("ttconv")
        logger.propagate = False  # its warnings become problems of the document, once
        logger.addHandler(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        logging.getLogger("ttconv").removeHandler(self)
