"""Files that lie in the object store already, registered by the monitoring system where they are."""

from __future__ import annotations

import mimetypes
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation

from curation.files import names, store
from curation.footage import stored
from curation.footage.alarms.raising import raise_as
from curation.footage.events import due, windows
from curation.footage.events.windows import Window
from curation.footage.folders import VIDEO_SUFFIXES
from curation.footage.models import ApiClient, Deployment, Footage, Package, Station
from curation.footage.monitoring.batches import Batch
from curation.footage.monitoring.clients import package_of
from curation.footage.monitoring.schemas import FootageItem, FootageState
from curation.footage.reasons import reason
from curation.footage.stored import StoredFile

LOOKERS = 8  # questions to the store at a time; a remote one takes milliseconds for each


@dataclass(frozen=True)
class _Checked:
    """An item that can be registered."""

    index: int
    item: FootageItem
    size: int
    media_type: str
    station: Station | None
    deployment: Deployment | None


def register_batch(entries: list[Any], *, client: ApiClient) -> dict[str, Any]:
    """Register what is right of a batch and say what is not; joins the transaction that is open."""
    batch = Batch(entries, FootageItem, "mediaID")
    package = package_of(client)
    items = [(index, item) for index, item in batch.items() if _plain(batch, index, item)]
    known = _known(items, package=package)
    fresh = [(index, item) for index, item in items if item.mediaID not in known]
    for index, item in items:
        if item.mediaID in known and known[item.mediaID][1] != item.filePath:
            batch.refuse(index, "media_id_taken", "This mediaID was registered with another filePath.", "mediaID")
    numbers = {media: pk for media, (pk, _path) in known.items()}
    numbers |= _register(_checked(batch, fresh, package=package), client=client, package=package)
    bad = {problem["index"] for problem in batch.problems}
    told = [
        {"mediaID": item.mediaID, "footage": f"F{numbers[item.mediaID]}"} for index, item in items if index not in bad
    ]
    return {"stored": len(told), "refused": len(bad), "footage": told, "problems": batch.sorted_problems()}


def _plain(batch: Batch[FootageItem], index: int, item: FootageItem) -> bool:
    """Whether the key is one that a client may name, and the file a video by its type."""
    if not names.is_foreign(item.filePath) or not item.filePath.startswith(tuple(settings.MONITORING_PREFIXES)):
        allowed = ", ".join(settings.MONITORING_PREFIXES) or "none; the operator sets MONITORING_PREFIXES"
        batch.refuse(index, "key_not_allowed", f"filePath must lie below an allowed prefix ({allowed}).", "filePath")
    elif not _media_type(item).startswith("video/"):
        batch.refuse(index, "not_a_video", "Only videos can be registered; say fileMediatype.", "fileMediatype")
    else:
        return True
    return False


def _media_type(item: FootageItem) -> str:
    """What the sender says, else what the name says; containers that no registry knows count as videos."""
    name = item.fileName or item.filePath
    guessed = mimetypes.guess_type(name)[0] or ""
    known = PurePosixPath(name).suffix.lower() in VIDEO_SUFFIXES
    return item.fileMediatype.lower() or ("video/mp4" if known and not guessed.startswith("video/") else guessed)


def _known(items: list[tuple[int, FootageItem]], *, package: Package) -> dict[str, tuple[int, str]]:
    media = [item.mediaID for _index, item in items]
    rows = Footage.objects.filter(package=package, media_id__in=media).values_list("media_id", "pk", "file")
    return {media_id: (pk, path) for media_id, pk, path in rows}


def _checked(batch: Batch[FootageItem], items: list[tuple[int, FootageItem]], *, package: Package) -> list[_Checked]:
    """Those whose file is there and whose station and deployment are known."""
    codes, ids = {item.station for _, item in items}, {item.deploymentID for _, item in items}
    stations = {station.code: station for station in Station.objects.filter(code__in=codes - {""})}
    deployments = {
        deployment.deployment_id: deployment
        for deployment in Deployment.objects.filter(deployment_id__in=ids - {""}).select_related("station")
        if deployment.package_id in {None, package.pk}
    }
    with ThreadPoolExecutor(LOOKERS, thread_name_prefix="store") as pool:
        sizes = list(pool.map(_size, [item.filePath for _, item in items]))
    good = []
    for (index, item), size in zip(items, sizes, strict=True):
        if isinstance(size, str):
            sentences = {"not_there": "There is no such file in the store.", "store_failed": "The store did not say."}
            batch.refuse(index, size, sentences[size], "filePath")
        elif item.size not in {None, size}:
            batch.refuse(index, "size_differs", f"The stored file has {size} bytes. Wait until it is whole.", "size")
        elif size == 0:
            batch.refuse(index, "empty", "The stored file is empty.", "filePath")
        elif item.station and item.station not in stations:
            batch.refuse(index, "station_unknown", "There is no station with this code.", "station")
        elif item.deploymentID and item.deploymentID not in deployments:
            batch.refuse(index, "no_deployment", "There is no deployment with this id.", "deploymentID")
        else:
            deployment = deployments.get(item.deploymentID)
            station = stations.get(item.station) or (deployment.station if deployment else None)
            good.append(_Checked(index, item, size, _media_type(item), station, deployment))
    return good


def _size(key: str) -> int | str:
    """Bytes of a stored file, or the code of what is wrong. Touches no database: runs in threads."""
    try:
        return store.size_of(key)
    except (FileNotFoundError, SuspiciousOperation):
        return "not_there"
    except OSError:
        return "store_failed"


def _register(checked: list[_Checked], *, client: ApiClient, package: Package) -> dict[str, int]:
    """Write the rows; returns footage keys by mediaID."""
    numbers: dict[str, int] = {}
    for read in (True, False):
        chosen = [one for one in checked if one.item.read == read]
        if not chosen:
            continue
        files = [_file(one, package=package) for one in chosen]
        arrivals = stored.register_many(files, origin="api", read=read)
        numbers |= {one.item.mediaID: arrival.footage_id for one, arrival in zip(chosen, arrivals, strict=True)}
    _note_times(checked, numbers)
    _have_events(checked)
    raise_as({numbers[one.item.mediaID]: one.item.alarm for one in checked if one.item.alarm})
    return numbers


def _file(one: _Checked, *, package: Package) -> StoredFile:
    return StoredFile(
        key=one.item.filePath,
        size=one.size,
        original_name=one.item.fileName or PurePosixPath(one.item.filePath).name,
        folder=one.item.folder,
        station=one.station,
        deployment=one.deployment,
        package=package,
        media_id=one.item.mediaID,
        media_type=one.media_type,
    )


def _note_times(checked: list[_Checked], numbers: dict[str, int]) -> None:
    """When it was filmed, as the sender says; what the file itself says counts more once it is read."""
    dated = [one for one in checked if one.item.timestamp is not None]
    rows = [
        Footage(pk=numbers[one.item.mediaID], captured_at=one.item.timestamp, captured_source="api") for one in dated
    ]
    Footage.objects.bulk_update(rows, ["captured_at", "captured_source"], batch_size=500)


def _have_events(checked: list[_Checked]) -> None:
    """Have events formed of what stays unread; what is read comes into its event then."""
    windows.note(
        Window(one.station.pk, one.item.timestamp, one.item.timestamp)
        for one in checked
        if one.station is not None and one.item.timestamp is not None and not one.item.read
    )
    due.begin()


def state_of(footage_id: int, *, client: ApiClient) -> FootageState | None:
    """What became of a file that this client registered, also where it turned out to be here already."""
    footage = stored.standing_for(footage_id)
    if footage is None or not _own(footage, asked=footage_id, client=client):
        return None
    if footage.alarm or footage.state == Footage.State.QUARANTINED:
        return FootageState(footage=str(footage), state=str(Footage.State.QUARANTINED))
    return FootageState(
        footage=str(footage),
        mediaID=footage.media_id,
        state=footage.state,
        captured_at=footage.captured_at,
        duration=footage.duration,
        width=footage.width,
        height=footage.height,
        error=reason(footage),
    )


def _own(footage: Footage, *, asked: int, client: ApiClient) -> bool:
    """Registered by this client; a duplicate that was merged into other footage is asked for by its old number."""
    if footage.package is not None and footage.package.identifier == f"monitoring:{client.pk}":
        return True
    return footage.pk != asked and footage.arrivals.filter(origin="api").exists()
