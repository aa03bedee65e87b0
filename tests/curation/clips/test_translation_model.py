"""Translation models on the command line."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from curation.translation import registry


def test_the_list_says_what_each_model_knows(settings: Any, tmp_path: Path) -> None:
    settings.TRANSLATION_MODELS = tmp_path
    out = StringIO()
    call_command("translation_model", "list", "--json", stdout=out)
    rows = json.loads(out.getvalue())
    if not registry.installed(None):
        pytest.skip("the shipped translation model is absent")
    assert rows[0]["shipped"]
    assert {"en", "ru", "ko"} <= set(rows[0]["to"])
    assert "zh-Hant" not in rows[0]["to"]


def test_a_licence_that_forbids_commerce_is_refused_by_name(settings: Any, tmp_path: Path) -> None:
    settings.TRANSLATION_MODELS = tmp_path
    with pytest.raises(CommandError, match=r"nllb.*CC-BY-NC"):
        call_command("translation_model", "install", "facebook/nllb-200-distilled-600M")
    assert list(tmp_path.iterdir()) == []


def test_a_converted_model_is_installed_from_its_folder(settings: Any, tmp_path: Path) -> None:
    if not registry.installed(None):
        pytest.skip("the shipped translation model is absent")
    settings.TRANSLATION_MODELS = tmp_path
    call_command("translation_model", "install", str(registry.SHIPPED), stdout=StringIO())
    out = StringIO()
    call_command("translation_model", "list", "--json", stdout=out)
    assert [row["shipped"] for row in json.loads(out.getvalue())] == [True, False]
