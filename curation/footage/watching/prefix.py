"""What lies under a watched prefix of the object store, page by page from any key on."""

from __future__ import annotations

from collections.abc import Iterator

from curation.files import names, store
from curation.files.errors import answered
from curation.footage.watching.folder import Seen, is_video
from curation.footage.watching.places import Unwatchable


def pages(prefix: str, *, after: str = "", size: int = 1000) -> Iterator[tuple[str, list[Seen]]]:
    """The last key of each page of the listing and the videos on it, names relative to the prefix.

    Objects of a store are whole when they are listed. Raises Unwatchable where the store does not answer.
    """
    remote = store.bucket()
    if remote is None:
        raise Unwatchable("no_store")
    position = after
    while True:
        try:
            with answered(prefix):
                page = remote.client.list_objects_v2(
                    Bucket=remote.name, Prefix=prefix, MaxKeys=size, **({"StartAfter": position} if position else {})
                )
        except OSError as error:
            raise Unwatchable("store_away", problem=error.strerror or "?") from error
        found = page.get("Contents", [])
        if found:
            position = str(found[-1]["Key"])
            yield position, [seen for one in found if (seen := _seen(one, prefix)) is not None]
        if not page.get("IsTruncated") or not found:
            return


def _seen(one: dict[str, object], prefix: str) -> Seen | None:
    key = str(one["Key"])
    name = key[len(prefix) :]
    if key.startswith(names.OWN) or any(part.startswith(".") for part in name.split("/")):
        return None
    if not is_video(key.rsplit("/", 1)[-1]):
        return None
    size = int(str(one["Size"]))
    mark = str(one["ETag"]).strip('"')[:80]
    if len(key) > 300:
        return Seen(name, size, mark, "name_too_long")
    if not names.is_foreign(key):
        return Seen(name, size, mark, "key_unsafe")
    return Seen(name, size, mark)
