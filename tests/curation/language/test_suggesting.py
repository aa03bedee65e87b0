"""What the workbench is offered while somebody writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from curation.language import rules, services, suggesting
from curation.language.models import Term

pytestmark = pytest.mark.django_db


def ask(client: Client, text: str, **more: str) -> dict[str, Any]:
    answer = client.get(reverse("language:suggest"), {"source": "zh-Hans", "target": "en", "text": text, **more})
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture
def echo(settings: Any) -> None:
    settings.TRANSLATION_MODEL = "echo"


def test_an_approved_sentence_is_offered_at_once(signed_in: Callable[..., Client]) -> None:
    client = signed_in("Translator")
    assert ask(client, "一只东北虎走过雪地。")["matches"] == []
    services.remember(
        source_language="zh-Hans", target_language="en", source="一只东北虎走过雪地。",
        target="An Amur tiger crosses the snow.", user=None,
    )  # fmt: skip
    [whole] = ask(client, "一只东北虎走过雪地。")["matches"]
    assert (whole["text"], whole["score"]) == ("An Amur tiger crosses the snow.", 100)
    [like] = ask(client, "两只东北虎走过雪地。")["matches"]
    assert 70 <= like["score"] < 100
    assert ["-", "一"] in like["differences"]
    assert ["+", "两"] in like["differences"]


def test_terms_are_told_with_what_they_may_and_may_not_be_called(signed_in: Callable[..., Client], park: Term) -> None:
    told = ask(signed_in("Editor"), "东北虎豹国家公园的东北虎。")["terms"]
    [place, tiger] = told
    assert (place["key"], place["start"], place["end"], place["forbidden"]) == ("park", 0, 8, ["Tiger Park"])
    assert place["note"] == "Always in full."
    assert tiger["source"] == "东北虎"
    assert "Amur tiger" in tiger["forms"]


def test_the_machine_speaks_only_when_asked(signed_in: Callable[..., Client], echo: None) -> None:
    client = signed_in("Editor")
    assert ask(client, "下雪了。")["machine"] == []
    [said] = ask(client, "下雪了。", machine="1")["machine"]
    assert said["text"] == "[en] 下雪了。"
    assert said["engine"].startswith("echo")


def test_a_machine_that_fails_or_may_not_is_told_in_a_sentence(
    signed_in: Callable[..., Client], echo: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in("Editor")
    rules.set_rule("en", second_review=False, machine=False, user=None)
    told = ask(client, "下雪了。", machine="1")
    assert told["machine"] == []
    assert "forbids" in told["machineSays"]
    rules.set_rule("en", second_review=False, machine=True, user=None)
    monkeypatch.setattr(suggesting, "WAIT", -1.0)
    assert "too long" in ask(client, "下雪了。", machine="1")["machineSays"]


@pytest.mark.parametrize("text", ["", "\0", "\ud800", "<script>", "虎" * 5000, "🐅\u202e\u0301"])
def test_any_text_is_answered(signed_in: Callable[..., Client], text: str) -> None:
    client = signed_in("Editor")
    data = {"source": "zh-Hans", "target": "en", "text": text.encode("utf-8", "replace").decode()}
    assert client.post(reverse("language:suggest"), data).status_code == 200


def test_an_unknown_language_and_a_stranger_are_refused(signed_in: Callable[..., Client]) -> None:
    client = signed_in("Editor")
    answer = client.get(reverse("language:suggest"), {"source": "zh-Hans", "target": "xx", "text": "虎"})
    assert (answer.status_code, answer.json()["code"]) == (400, "unknown_language")
    assert signed_in(None, username="nobody").get(reverse("language:suggest")).status_code in (302, 403)


def test_only_those_who_may_set_the_rules(signed_in: Callable[..., Client]) -> None:
    address, said = reverse("language:rules"), {"second": ["ar"], "machine": ["ar", "en"]}
    signed_in("Translator").post(address, said)
    assert services.rule("ar").second_review is False
    signed_in("Publisher").post(address, said)
    assert (services.rule("ar").second_review, services.rule("ar").machine) == (True, True)
    assert (services.rule("ru").second_review, services.rule("ru").machine) == (False, False)


def test_the_memory_is_searched_changed_and_cleared_on_its_pages(signed_in: Callable[..., Client]) -> None:
    unit = services.remember(source_language="zh-Hans", target_language="en", source="虎", target="tyger", user=None)
    client = signed_in("Translator")
    assert "tyger" in client.get(reverse("language:memory"), {"q": "tyger"}).content.decode()
    client.post(reverse("language:unit", args=[unit.pk]), {"source": "虎", "target": "tiger"})
    assert ask(client, "虎")["matches"][0]["text"] == "tiger"
    page = client.post(reverse("language:unit_remove"), {"unit": [unit.pk]}, follow=True).content.decode()
    assert "Undo" in page
    assert ask(client, "虎")["matches"] == []
    client.post(reverse("language:unit_restore"), {"unit": [unit.pk]})
    assert ask(client, "虎")["matches"][0]["text"] == "tiger"
    editor = signed_in("Editor")
    editor.post(reverse("language:unit_remove"), {"unit": [unit.pk]})
    assert ask(client, "虎")["matches"]
