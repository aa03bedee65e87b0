"""The strings that people see: `python -m config.messages extract | check | compile`.

Reads Python and templates without GNU gettext, which a fresh machine may lack. The engines know no Django: their
sentences stand in dictionaries named MESSAGES (code -> English template) and are collected from there. `check` fails
on an entry that is missing, untranslated, fuzzy, left over, or whose placeholders differ. Scripts carry both languages
themselves (frontend/src/shell/messages.ts); TypeScript checks that no key is missing.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from babel.messages.extract import extract_python

BASE = Path(__file__).resolve().parent.parent
PACKAGES = ("config", "curation", "publishing")
CATALOGUES = {"zh_Hans": BASE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"}
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# A call of a gettext function with its strings and at most one level of brackets inside.
CALL = re.compile(
    r"""(?<!\w)((?:n?p?n?gettext|_)\("""
    r"""(?:u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*"|[^'"()]|\([^()]*\))*\))"""
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")

Key = tuple[str, str, str]  # context, msgid, plural


def _calls(source: str) -> Iterator[Key]:
    """Every call of a gettext function in Python source."""
    for _line, function, message, _comments in extract_python(
        io.BytesIO(source.encode()), KEYWORDS, [], {"encoding": "utf-8"}
    ):
        parts = list(message) if isinstance(message, tuple) else [message]
        if not parts or not isinstance(parts[0], str):
            continue
        context = parts.pop(0) if "pgettext" in function else ""
        plural = parts[1] if function.lstrip("p").startswith("ng") or function.startswith("npg") else ""
        if isinstance(parts[0], str):
            yield context, parts[0], plural or ""


def _engine_sentences(source: str) -> Iterator[Key]:
    """The values of dictionaries named MESSAGES or REASONS."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id in {"MESSAGES", "REASONS"} for target in targets):
                for value in node.value.values:
                    if isinstance(value, ast.Constant) and isinstance(value.value, str):
                        yield "", value.value, ""


def _template_calls(path: Path) -> Iterator[Key]:
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    from django.utils.translation.template import templatize

    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    # What is no call is filler that need not be Python: keep the calls alone.
    for call in CALL.findall(source):
        yield from _calls(call)


def collect() -> dict[Key, set[str]]:
    """Every string of ours with the files it stands in."""
    found: dict[Key, set[str]] = {}
    for package in PACKAGES:
        for path in sorted((BASE / package).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            source = path.read_text(encoding="utf-8")
            for key in [*_calls(source), *_engine_sentences(source)]:
                found.setdefault(key, set()).add(str(path.relative_to(BASE)))
    for path in sorted(path for path in (BASE / "templates").rglob("*") if path.suffix in {".html", ".txt"}):
        for key in _template_calls(path):
            found.setdefault(key, set()).add(str(path.relative_to(BASE)))
    found.pop(("", "", ""), None)
    return found


def _key(entry: polib.POEntry) -> Key:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


def _empty(language: str) -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=120)
    catalogue.metadata = {
        "Project-Id-Version": "Pugmark",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    return catalogue


def extract() -> None:
    """Bring the catalogues up to date; translations stay, what is no longer used goes."""
    found = collect()
    for language, path in CATALOGUES.items():
        old = {_key(entry): entry for entry in (polib.pofile(str(path)) if path.exists() else [])}
        fresh = _empty(language)
        for key, places in sorted(found.items(), key=lambda item: (sorted(item[1])[0], item[0])):
            context, msgid, plural = key
            known = old.get(key)
            entry = polib.POEntry(
                msgid=msgid, msgctxt=context or None, occurrences=[(place, "") for place in sorted(places)]
            )
            if "%" in msgid and PLACEHOLDER.search(msgid):
                entry.flags = ["python-format"]
            if plural:
                entry.msgid_plural = plural
                entry.msgstr_plural = known.msgstr_plural if known else {0: ""}
            else:
                entry.msgstr = known.msgstr if known else ""
            fresh.append(entry)
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.save(str(path))
        print(f"{path.relative_to(BASE)}: {len(fresh)} strings, {len(fresh.untranslated_entries())} to translate")


def problems() -> list[str]:
    """What is wrong with the catalogues, a sentence each."""
    found, said = collect(), []
    for language, path in CATALOGUES.items():
        entries = {_key(entry): entry for entry in (polib.pofile(str(path)) if path.exists() else [])}
        said += [f"{language}: missing: {key[1]!r} ({sorted(found[key])[0]})" for key in found.keys() - entries.keys()]
        said += [f"{language}: no longer used: {key[1]!r}" for key in entries.keys() - found.keys()]
        for key, entry in entries.items():
            texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
            if entry.fuzzy:
                said.append(f"{language}: fuzzy: {key[1]!r}")
            elif not all(texts):
                said.append(f"{language}: untranslated: {key[1]!r}")
            elif any(
                sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(entry.msgid_plural or key[1]))
                for text in texts
            ):
                said.append(f"{language}: placeholders differ: {key[1]!r}")
    return sorted(said)


def compile_catalogues() -> None:
    """Write the .mo files that Django reads."""
    for path in CATALOGUES.values():
        if path.exists():
            polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m config.messages", description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["extract", "check", "compile"])
    what = parser.parse_args().what
    if what == "extract":
        extract()
    elif what == "compile":
        compile_catalogues()
    else:
        said = problems()
        print("\n".join(said) or "Every string is translated.")
        return 1 if said else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
