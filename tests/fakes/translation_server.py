"""Translation servers on loopback that check what they are asked: one as OpenAI's, one as LibreTranslate's."""

import json
from typing import Any

from tests.fakes.loopback import LoopbackServer, Reply, Request

KEY = "sk-very-secret-0123456789"
SPELT = {"ru": "абвгдежзик", "ko": "가나다라마바사아자차", "zh": "甲乙丙丁戊己庚辛壬癸", "en": "abcdefghij"}


def translated(text: str, *, target: str, at: int = 0) -> str:
    """A text of the target's letters that tells its source, its figures kept."""
    letters = SPELT[target.split("-")[0]]
    spelt = "".join(letters[int(digit)] for digit in str(sum(map(ord, text)) + at))
    digits = "".join(mark if mark.isdecimal() else " " for mark in text).split()
    body = " ".join([spelt + spelt[::-1], *digits])
    return f"{body}。" if target.startswith("zh") else f"{body}."


class FakeLibreTranslate(LoopbackServer):
    """`wrong` spoils the answers: fewer, more, html, other, empty, english."""

    def __init__(self, *, key: str = "", codes: tuple[str, ...] = ("en", "ru", "ko", "zh-Hans")) -> None:
        super().__init__()
        self.key = key
        self.codes = codes
        self.wrong = ""
        self.requests: list[dict[str, Any]] = []

    def reply(self, request: Request) -> Reply:
        if request.call == "GET /languages":
            return Reply(data=[{"code": code, "name": code, "targets": list(self.codes)} for code in self.codes])
        if request.call != "POST /translate" or request.header("content-type") != "application/json":
            return Reply(404, {"error": "Not found"})
        asked = json.loads(request.body)
        self.requests.append(asked)
        if asked.get("api_key", "") != self.key:
            return Reply(403, {"error": f"Invalid API key {asked.get('api_key')}"})
        if {asked["source"], asked["target"]} - set(self.codes) or asked["format"] != "text":
            return Reply(400, {"error": f"{asked['target']} is not supported, key {self.key}"})
        return self._answer(asked)

    def _answer(self, asked: dict[str, Any]) -> Reply:
        texts, target, more = asked["q"], asked["target"], asked.get("alternatives", 0)
        said = [translated(text, target=target) for text in texts]
        if self.wrong == "fewer" and len(said) > 1:
            said.pop(0)
        if self.wrong == "more":
            said.append("invented")
        if self.wrong == "html":
            return Reply(body=b"<!doctype html><title>Sign in</title>")
        if self.wrong == "other":
            return Reply(data=["not", "an", "answer"])
        if self.wrong == "empty":
            said = [""] * len(said)
        data: dict[str, Any] = {"translatedText": said}
        if more:
            data["alternatives"] = [
                [translated(text, target=target, at=at) for at in range(1, more + 1)] for text in texts
            ]
        return Reply(data=data)


class FakeOpenAI(LoopbackServer):
    """`wrong` spoils the answers: fewer, more, html, other, prose, cut, twice, shifted, loop, figures, copy, huge.

    `fenced` and `thinking` wrap good answers as some models do; `plain` refuses response_format as some servers do.
    """

    def __init__(self, *, key: str = KEY, plain: bool = False) -> None:
        super().__init__()
        self.key = key
        self.plain = plain
        self.wrong = ""
        self.fenced = self.thinking = False
        self.alone_is_right = True
        self.requests: list[dict[str, Any]] = []

    def reply(self, request: Request) -> Reply:
        if request.call != "POST /v1/chat/completions" or request.header("content-type") != "application/json":
            return Reply(404, {"error": {"message": "Not found"}})
        if request.header("authorization") != (f"Bearer {self.key}" if self.key else ""):
            return Reply(401, {"error": {"message": f"Incorrect API key: {request.header('authorization')}"}})
        asked = json.loads(request.body)
        self.requests.append(asked)
        if asked.get("temperature") != 0 or asked.get("stream") or asked["model"] != "small":
            return Reply(400, {"error": {"message": f"Bad request with key {self.key}"}})
        if self.plain and "response_format" in asked:
            return Reply(400, {"error": {"message": "response_format is not supported"}})
        roles = [message["role"] for message in asked["messages"]]
        assert roles == ["system", "user"]
        return self._answer(asked)

    def _answer(self, asked: dict[str, Any]) -> Reply:
        system, user = (message["content"] for message in asked["messages"])
        lines: dict[str, str] = json.loads(user)
        target = next(code for code, name in _NAMES.items() if f" into {name}" in system)
        several = "up to " in system
        said: dict[str, Any] = {number: translated(text, target=target) for number, text in lines.items()}
        if several:
            said = {
                number: [translated(text, target=target, at=at) for at in range(3)] for number, text in lines.items()
            }
        if self.wrong == "html":
            return Reply(body=b"<!doctype html><title>Sign in</title>")
        if self.wrong == "huge":
            return Reply(body=b" " * 9_000_000)
        if self.wrong == "other":
            return Reply(data={"object": "list", "data": []})
        spoilt = self.wrong and not (len(lines) == 1 and self.alone_is_right)
        content = self._spoilt(said, lines) if spoilt else json.dumps(said)
        if self.fenced:
            content = f"```json\n{content}\n```"
        if self.thinking:
            content = f"<think>The user wants {{}} translated.</think>\n{content}"
        reason = "length" if spoilt and self.wrong == "cut" else "stop"
        choice = {"index": 0, "finish_reason": reason, "message": {"role": "assistant", "content": content}}
        return Reply(data={"object": "chat.completion", "choices": [choice]})

    def _spoilt(self, said: dict[str, Any], lines: dict[str, str]) -> str:
        if self.wrong == "fewer":
            said.pop("1")
        if self.wrong == "more":
            said[str(len(said) + 1)] = "invented"
        if self.wrong == "shifted":
            said = {str(int(number) - 1): text for number, text in said.items()}
        if self.wrong == "loop":
            said = dict.fromkeys(said, "снег и снег и снег и снег и снег и снег и")
        if self.wrong == "figures":
            said = {number: f"{text} 17" for number, text in said.items()}
        if self.wrong == "copy":
            said = dict(lines)
        if self.wrong == "prose":
            return "Sure! Here are your translations:\n1. ..."
        if self.wrong == "cut":
            return json.dumps(said)[:-20]
        if self.wrong == "twice":
            return "{" + ", ".join(f'"1": {json.dumps(text)}' for text in said.values()) + "}"
        return json.dumps(said)


_NAMES = {"ru": "Russian", "ko": "Korean", "en": "English", "zh": "Chinese in simplified characters"}
