"""Connectors carry one prepared post to one platform, in steps that can be continued after a crash.

Public names
    base          Draft, Media, SubtitleTrack, Account, Step, Done, Wait, Published, ByHand, Identity, Connector
    errors        ConnectorError and its kinds TryLater, Rejected, NeedsReconnect, OutcomeUnknown, CannotLook; MESSAGES
    capabilities  Capabilities and its parts: what a platform takes, each fact with its source and date
    checks        check(draft, capabilities), losses(draft, capabilities) -> list[Problem]
    text          count(text, rule): length as a platform counts it
    registry      connectors(), connect(platform, account, **services)
    platforms     one module per platform; none knows another

`python -m publishing.connectors --help` checks a text and a video against a platform's limits.

May import: the standard library and HTTP clients. Neither Django nor Celery, and nothing else of Pugmark.
"""
