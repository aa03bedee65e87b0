"""Publishing exactly once while everything breaks: what stands on the platforms afterwards, and how often.

    .venv/bin/python benchmarks/exactly_once.py --deliveries 1000 [--seed 7] [--share 0.12]

Every connector publishes to the test server of its platform (tests/fakes; the sandbox to its own page), which
misbehaves by chance: refuses, breaks off, answers too late, with rubbish, or with a fault after having published.
Where people post by hand, the played one opens the package, posts its text and says so.
Four workers of Celery publish as in production; each second the process that works in one of them is killed (SIGKILL),
every tenth time the whole worker; PostgreSQL and Redis are each restarted twice. A person is played who reconnects
channels and lets go what failed. At the end the stores of the test servers are counted, not our own rows.

Exit status 1 on any duplicate, any loss, and any `unconfirmed` without evidence in its ledger.
"""

from __future__ import annotations

import argparse
import contextlib
import math
import os
import random
import re
import signal
import sys
import time
import zipfile
from collections import Counter, defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.machine import machine
from benchmarks.publishing_desk import Desk, working

WORKERS = 4
WHOLE = 10  # every so many kills take a whole worker, not only the process that publishes
WEIGHTS = {
    "server_error": 2, "server_error_after": 3, "cut_before": 2, "cut_after": 3, "garbage_after": 2, "drip_after": 1,
    "timeout_before": 1, "timeout_after": 1.5, "rate_limited": 2, "rate_limited_silently": 1, "unauthorized": 0.4,
    "redirect": 0.3,
}  # fmt: skip
TOKEN = re.compile(r"take ([a-z]{6})\b")
LETTERS = "abcdefghik"
RESTARTS = (("postgres", 0.15), ("redis", 0.3), ("postgres crash", 0.45), ("redis", 0.6))
"""What is restarted once this share of the deliveries has ended."""


def token(number: int) -> str:
    """A number in letters: digits could be taken for a place or an hour."""
    return "".join(LETTERS[int(digit)] for digit in f"{number:06d}")


def text(number: int) -> str:
    return f"A tiger in the snow, take {token(number)}."


@dataclass
class Run:
    """What happened besides."""

    kills: int = 0
    whole: int = 0
    reconnected: int = 0
    again: int = 0
    by_hand: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))  # platform -> texts posted
    restarts: list[str] = field(default_factory=list)
    seconds: float = 0.0


def channels_of(stages: dict[str, Any], hands: list[str], *, number: int) -> list[Any]:
    """Channels for `number` deliveries, connected as the platforms' own tests connect.

    Every platform gets as many as the strictest needs, so that no channel has more than its day's quota of posts.
    """
    from publishing.connectors.registry import connector as of

    strictest = min(
        (each.limit for name in stages for each in of(name).capabilities.quota("post") if each.scope == "account"),
        default=number,
    )
    times = math.ceil(math.ceil(number / (len(stages) + len(hands) + 1)) / strictest)
    return [channel for count in range(times) for channel in _one_each(stages, hands, count=count)]


def _one_each(stages: dict[str, Any], hands: list[str], *, count: int) -> list[Any]:
    from publishing.posts.models import Channel
    from publishing.posts.seal import seal

    made = [
        Channel.objects.create(
            name=f"{platform} {count + 1}", platform=platform, languages=["en"], settings={"handle": "tigers"}
        )
        for platform in ["sandbox", *hands]
    ]
    for platform, stage in stages.items():
        with stage.connect() as connector:
            account = connector.account
            settings, secrets = dict(account.settings), dict(account.secrets)
        made.append(
            Channel.objects.create(
                name=f"{platform} {count + 1}",
                platform=platform,
                settings=settings,
                sealed=seal(secrets),
                languages=["en"],
            )
        )
    return made


def open_stages(
    stack: ExitStack, folder: Path, *, seed: int, share: float, part: int
) -> tuple[dict[str, Any], dict[str, str]]:
    """The stages of all platforms, in bad mood; and why others are left out. part: bytes that a server asks for."""
    from publishing.connectors.registry import platforms
    from publishing.connectors.targets import TARGETS
    from tests.fakes.mischief import Mood
    from tests.fakes.stages import NoStage, server_of, stage_of

    stages, missing = {}, {}
    people = {each.platform for each in TARGETS}
    for number, platform in enumerate(each for each in platforms() if each != "sandbox" and each not in people):
        own = folder / platform
        own.mkdir(parents=True)
        try:
            stage = stack.enter_context(stage_of(platform, folder=own))
        except NoStage as reason:
            missing[platform] = str(reason)
            continue
        if hasattr(stage.server, "units"):
            stage.server.units = 10**9  # a day's quota would make the rest wait for tomorrow
        for name in ("chunk", "part"):
            if hasattr(stage.server, name):
                setattr(stage.server, name, part)
        server = server_of(stage)
        if server is not None:
            server.mood = Mood(seed + number, share, WEIGHTS)
        stages[platform] = stage
    return stages, missing


def standing(stages: dict[str, Any], run: Run) -> dict[str, Counter[str]]:
    """What stands on each platform: how often each take."""
    from publishing.delivery.models import SandboxPost
    from tests.fakes.stages import texts_of

    found = {"sandbox": list(SandboxPost.objects.values_list("text", flat=True))}
    found |= {platform: texts_of(stage) for platform, stage in stages.items()}
    found |= run.by_hand
    return {
        platform: Counter(take for each in texts for take in TOKEN.findall(each)) for platform, texts in found.items()
    }


# ------------------------------------------------------------------------------------------------------ the chaos


def kill_somebody(desk: Desk, run: Run, chance: random.Random) -> None:
    """SIGKILL to a worker's working process, every tenth time to the whole worker."""
    part = desk.parts[f"worker{chance.randrange(WORKERS)}"]
    run.kills += 1
    with contextlib.suppress(ProcessLookupError):
        if run.kills % WHOLE == 0:
            run.whole += 1
            os.killpg(part.process.pid, signal.SIGKILL)
            return
        for pid in working(part):
            os.kill(pid, signal.SIGKILL)


def restart(desk: Desk, run: Run, what: str) -> None:
    if what.startswith("postgres"):
        desk.restart_postgres(number=signal.SIGQUIT if what.endswith("crash") else signal.SIGINT)
    else:
        desk.restart_redis()
    run.restarts.append(what)


def help_out(run: Run) -> None:
    """What a person does: reconnect channels, let failed deliveries go again, post by hand."""
    from publishing.connectors.errors import ConnectorError
    from publishing.delivery import services
    from publishing.delivery.models import Delivery
    from publishing.posts import channels
    from publishing.posts.models import Channel

    for channel in Channel.objects.filter(state=Channel.State.DISCONNECTED):
        with contextlib.suppress(ConnectorError):
            channels.verify(channel, user=None)
            run.reconnected += 1
    for delivery in Delivery.objects.filter(state=Delivery.State.FAILED)[:20]:
        services.again(delivery, user=None)
        run.again += 1
    for delivery in Delivery.objects.filter(state=Delivery.State.BY_HAND).select_related("variant__channel")[:20]:
        post_by_hand(run, delivery)


def post_by_hand(run: Run, delivery: Any) -> None:
    """Post what the package holds, and say where. A person remembers what he has posted, whatever the database does."""
    from django.core.files.storage import default_storage

    from publishing.delivery import by_hand, packages

    target = by_hand.target_of(delivery)
    assert target is not None
    platform, hosts = target.platform, target.hosts
    with default_storage.open(packages.name_of(delivery)) as file, zipfile.ZipFile(file) as package:
        said = package.read("text/text.txt").decode()
        assert package.testzip() is None and package.getinfo("video.mp4").file_size
    if said not in run.by_hand[platform]:
        run.by_hand[platform].append(said)
    take = TOKEN.findall(said)[0]
    by_hand.posted(delivery, url=f"https://{hosts[0]}/{take}" if hosts else "", user=None)


def states(looks: int) -> tuple[Counter[str], int]:
    """How many deliveries stand in each state, and how many will still move by themselves."""
    from publishing.delivery.models import Delivery

    rows = list(Delivery.objects.values_list("state", "looks"))
    moving = sum(1 for state, seen in rows if state != "published" and not (state == "unconfirmed" and seen >= looks))
    return Counter(state for state, _seen in rows), moving


def wreak(desk: Desk, run: Run, *, number: int, seed: int, looks: int, patience: float) -> Counter[str]:
    """Break things until every delivery has ended, or `patience` seconds have gone; returns the states at the end."""
    from django.db import Error, connection

    chance, began = random.Random(seed), time.monotonic()
    counted: Counter[str] = Counter()
    left, told = list(RESTARTS), 0.0
    while (ran := time.monotonic() - began) < patience:
        time.sleep(1.0)
        desk.tend()
        try:
            help_out(run)
            counted, moving = states(looks)
        except Error:  # the database is away at this moment
            connection.close()
            continue
        done = number - moving
        if left and done >= left[0][1] * number:
            restart(desk, run, left.pop(0)[0])
            connection.close()
        if not moving and not left:
            break
        if counted["published"] + counted["unconfirmed"] < number:
            kill_somebody(desk, run, chance)
        if ran - told > 15:
            told = ran
            print(f"  {ran:4.0f} s  kills {run.kills}  {dict(counted)}", flush=True)
    run.seconds = time.monotonic() - began
    return counted


# ------------------------------------------------------------------------------------------------------ the count


@dataclass
class Verdict:
    """The numbers of one platform, and the faults among them."""

    planned: int = 0
    published: int = 0
    unconfirmed: int = 0
    standing_unconfirmed: int = 0
    faults: list[str] = field(default_factory=list)


def judge(found: dict[str, Counter[str]]) -> dict[str, Verdict]:
    """Compare what the desk says with what stands."""
    from publishing.delivery.models import Delivery

    verdicts: dict[str, Verdict] = {}
    rows = Delivery.objects.select_related("variant__channel").order_by("pk")
    for delivery in rows:
        platform, take = delivery.variant.channel.platform, TOKEN.findall(delivery.variant.text)[0]
        verdict = verdicts.setdefault(platform, Verdict())
        verdict.planned += 1
        times = found[platform].pop(take, 0)
        if times > 1:
            verdict.faults.append(f"duplicate: {delivery} {take} stands {times} times ({delivery.state})")
        if delivery.state == "published":
            verdict.published += 1
            if not times:
                verdict.faults.append(f"lost: {delivery} {take} is called published and stands nowhere")
        elif delivery.state == "unconfirmed":
            verdict.unconfirmed += 1
            verdict.standing_unconfirmed += times
            kinds = set(delivery.ledger.values_list("kind", flat=True))
            if not {"step_announced", "looked"} <= kinds:
                verdict.faults.append(f"no evidence: {delivery} {take}: {sorted(kinds)}")
        else:
            said = f"{delivery.state}, step {delivery.step}, {delivery.error_code} {delivery.error_params}"
            verdict.faults.append(f"lost: {delivery} {take} ended nowhere ({said}); it stands {times} times")
    for platform, strangers in found.items():
        if strangers:
            verdicts.setdefault(platform, Verdict()).faults.append(f"never planned: {dict(strangers)}")
    return verdicts


def report(verdicts: dict[str, Verdict], run: Run, stages: dict[str, Any], missing: dict[str, str]) -> int:
    from tests.fakes.stages import server_of

    print(f"\n{'platform':12} planned published unconfirmed (standing)  requests  mischief  faults")
    for platform, each in verdicts.items():
        server = server_of(stages[platform]) if platform in stages else None
        requests, mischief = (len(server.calls), sum(server.mood.done.values())) if server and server.mood else (0, 0)
        print(
            f"{platform:12} {each.planned:7} {each.published:9} {each.unconfirmed:11} {each.standing_unconfirmed:10}"
            f"  {requests:8}  {mischief:8}  {len(each.faults):6}"
        )
    for platform, why in missing.items():
        print(f"{platform:12} left out: {why}")
    for platform, stage in stages.items():
        for words in list(getattr(stage.server, "violations", []))[:3]:
            print(f"{platform}: against the description: {words}")
    faults = [fault for each in verdicts.values() for fault in each.faults]
    for fault in faults[:40]:
        print(fault)
    duplicates = sum(fault.startswith(("duplicate", "never")) for fault in faults)
    lost, bare = (sum(fault.startswith(kind) for fault in faults) for kind in ("lost", "no evidence"))
    unconfirmed = sum(each.unconfirmed for each in verdicts.values())
    print(
        f"\n{run.seconds:.0f} s; {run.kills} kills, {run.whole} of whole workers; restarted: {', '.join(run.restarts)};"
        f" channels reconnected {run.reconnected} times, {run.again} failures let go again"
    )
    print(
        f"{sum(each.planned for each in verdicts.values())} deliveries: {duplicates} duplicates, {lost} lost, "
        f"{unconfirmed} unconfirmed, {bare} of them without evidence"
    )
    return 1 if faults else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--deliveries", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--share", type=float, default=0.12, help="of all requests that go wrong")
    parser.add_argument("--lease", type=float, default=20, help="seconds after which a silent worker counts as dead")
    parser.add_argument("--looks", type=int, default=3, help="after how many looks an unconfirmed one has ended")
    parser.add_argument("--patience", type=float, default=3600, help="seconds after which what moves still is lost")
    parser.add_argument("--bytes", type=int, default=300_000, help="size of the video")
    parser.add_argument("--keep", action="store_true", help="keep the desk's folder with its logs")
    options = parser.parse_args()
    print(machine())
    with Desk({"DELIVERY_LEASE_SECONDS": str(options.lease)}, keep=options.keep) as desk, ExitStack() as stack:
        sys.stderr = stack.enter_context((desk.folder / "servers.log").open("w"))  # threads of servers cut off
        from benchmarks import publishing_rows as rows
        from publishing.connectors.targets import TARGETS
        from tests.publishing import stage as scenery

        scenery.VIDEO = rows.video(options.bytes)
        part = max(4096, options.bytes // 4)
        stages, missing = open_stages(stack, desk.folder / "stages", seed=options.seed, share=options.share, part=part)
        hands = [each.platform for each in TARGETS]
        began = rows.now()
        rows.plan(
            channels_of(stages, hands, number=options.deliveries),
            number=options.deliveries,
            text=text,
            due=lambda number: began,
        )
        print(
            f"{options.deliveries} deliveries to {len(stages) + len(hands) + 1} platforms; logs in {desk.folder}",
            flush=True,
        )
        desk.start_web()
        for number in range(WORKERS):
            desk.start_worker(number)
        desk.start_beat()
        run = Run()
        wreak(desk, run, number=options.deliveries, seed=options.seed, looks=options.looks, patience=options.patience)
        status = report(judge(standing(stages, run)), run, stages, missing)
        sys.stderr = sys.__stderr__
    return status


if __name__ == "__main__":
    sys.exit(main())
