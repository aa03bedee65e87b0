"""What a person who posts by hand does, step by step, and the texts as they are pasted.

The sentences are in `checklist.json` by language: an engine translates nothing, and the person who posts may read
another language than the desk.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from publishing.connectors.base import Draft
from publishing.connectors.targets import Target
from publishing.connectors.text import marked

WORDS: dict[str, dict[str, str]] = json.loads(Path(__file__).with_name("checklist.json").read_text(encoding="utf-8"))
_HASHTAG = re.compile(r"(?<![\w/&#＃])[#＃](\w[\w·-]*)(?![\w#＃·-])")
_CHINESE = {"weibo": "微博", "wechat_channels": "视频号", "douyin": "抖音", "xiaohongshu": "小红书"}


def title_of(draft: Draft) -> str:
    """Return the title: the draft's own, else the first line of its text."""
    return draft.title.strip() or (draft.text.strip().splitlines() or [""])[0].strip()


def pasted(text: str, target: Target) -> str:
    """Return the text as it is pasted: hashtags in the target's own form, line ends as one sign."""
    plain = "\n".join(text.splitlines())
    return _HASHTAG.sub(lambda found: target.hashtag.format(found[1]), plain)


def tags_of(draft: Draft) -> list[str]:
    """Return every hashtag, those within the text first, none twice."""
    return list(dict.fromkeys([*marked(draft.text, "#＃"), *draft.tags]))


def checklist(draft: Draft, target: Target, *, handle: str, language: str) -> str:
    """Return what the person does, step by step; in English for a language that has no words here."""
    words = WORDS.get(language, WORDS["en"])
    name = {"zh-Hans": _CHINESE}.get(language, {}).get(target.platform) or target.name.partition(" (")[0]
    about = {"name": name, "handle": handle, "page": target.page, "key": draft.key}
    title, text = title_of(draft), pasted(draft.text, target)
    keys = ["open", "video", *(["poster"] if draft.media and draft.media.poster else []), "title", "text"]
    keys += ["tags"] if tags_of(draft) else []
    keys += ["captions"] if draft.subtitles else []
    keys += [*target.steps, "location", "check", "answer"]
    lines = []
    for number, key in enumerate(keys, start=1):
        told = {**about, "tags": " ".join(target.hashtag.format(each) for each in tags_of(draft))}
        told |= {"languages": ", ".join(track.language for track in draft.subtitles)}
        told |= {"count": str(len(title)), "limit": str(target.title)} if key == "title" else {}
        told |= {"count": str(len(text)), "limit": str(target.text)} if key == "text" else {}
        if draft.media:
            media = draft.media
            told |= {"width": str(media.width), "height": str(media.height), "seconds": f"{media.duration:g}"}
            told |= {"megabytes": f"{media.size / 1e6:.1f}"}
        lines.append(f"[ ] {number}. {words[key].format_map(told)}")
    return "\n".join([words["heading"].format_map(about), "", *lines, "", words["key"].format_map(about), ""])
