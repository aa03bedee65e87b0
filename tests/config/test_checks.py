"""What an operator may not serve is refused with a sentence that names the setting."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from config.checks import problems
from config.environment import BASE_DIR, Environment


def ids(**given: object) -> list[str]:
    return [str(each.id) for each in problems(Environment(**given))]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, []),
        ({"DEBUG": True}, []),
        ({"DEBUG": True, "PUBLIC_URL": "https://desk.example"}, ["pugmark.E001"]),
        ({"DEBUG": True, "HOST": "192.0.2.1"}, ["pugmark.E001", "pugmark.W001"]),
        ({"SECRET_KEY": "changeme-changeme-changeme-changeme-1234"}, ["pugmark.E002"]),
        ({"SECRET_KEY": "a" * 64}, ["pugmark.E002"]),
        ({"SECRET_KEY": "short but odd 8Q"}, ["pugmark.E002"]),
        ({"SECRET_KEY": "k3J9-dksLw02_fjq8-Zz71-pqowieurytLL"}, []),
        ({"ENCRYPTION_KEYS": "not a key"}, ["pugmark.E003"]),
        ({"ENCRYPTION_KEYS": Fernet.generate_key().decode()}, []),
        ({"CREDENTIALS_CERTIFICATE": "/nowhere.pem"}, ["pugmark.E004", "pugmark.E005"]),
        ({"PUBLIC_URL": "http://desk.example"}, ["pugmark.W001"]),
        ({"PUBLIC_URL": "https://desk.example"}, []),
        ({"PUBLIC_URL": "http://localhost:9000", "HOST": "::1"}, []),
    ],
)
def test_what_is_refused_and_what_is_not(given: dict[str, object], found: list[str]) -> None:
    assert ids(**given) == found


def test_a_web_process_refuses_to_start(tmp_path: Path) -> None:
    unsafe = {**os.environ, "SECRET_KEY": "changeme", "PUGMARK_VAR": str(tmp_path)}
    ran = subprocess.run(
        [sys.executable, "-c", "import config.wsgi"], cwd=BASE_DIR, env=unsafe, capture_output=True, text=True
    )
    assert ran.returncode != 0 and "SECRET_KEY can be guessed" in ran.stderr
