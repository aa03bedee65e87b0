"""What can go wrong with a search. Each error has a `code` and an English sentence with parameters."""

from __future__ import annotations


class SearchError(Exception):
    """Base of all errors of the search engine."""

    code = "search_failed"
    sentence = "The search failed."

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(self.sentence % params if params else self.sentence)


class BadBatch(SearchError):
    """A batch that contradicts itself; nothing of it was applied."""

    code = "search_bad_batch"
    sentence = "These changes cannot be applied: %(reason)s."


class BadAsk(SearchError):
    """A question that cannot be understood: an unknown dimension, sort or node."""

    code = "search_bad_ask"
    sentence = "This question cannot be answered: %(reason)s."


class SnapshotDamaged(SearchError):
    """A snapshot that is missing, of another version, or whose checksum is wrong: build the index anew."""

    code = "search_snapshot_damaged"
    sentence = "The stored search index cannot be used: %(reason)s."


class SearchUnavailable(SearchError):
    """The server of the search cannot be reached."""

    code = "search_unavailable"
    sentence = "The search is not running at the moment."


class SearchTimeout(SearchError):
    """The server of the search did not answer in time."""

    code = "search_timeout"
    sentence = "The search took longer than %(seconds)s seconds and was given up."
