"""Every string that people see has a translation that is whole."""

from config import messages


def test_no_string_is_missing_untranslated_fuzzy_or_left_over():
    assert messages.problems() == []


def test_a_placeholder_lost_in_translation_would_be_noticed(tmp_path, monkeypatch):
    catalogue = tmp_path / "django.po"
    catalogue.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "%(count)s clips"\nmsgstr "剪辑"\n'
    )
    monkeypatch.setattr(messages, "CATALOGUES", {"zh_Hans": catalogue})
    monkeypatch.setattr(messages, "collect", lambda: {("", "%(count)s clips", ""): {"x.py"}})
    assert messages.problems() == ["zh_Hans: placeholders differ: '%(count)s clips'"]


def test_templates_python_and_engines_are_read():
    found = {key[1] for key in messages.collect()}
    assert "Footage" in found  # a menu entry
    assert any("This file is empty" in text for text in found)  # a sentence of the video engine
