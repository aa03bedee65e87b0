#!/usr/bin/env python
"""Django's command line. Starts the embedded services first where a command needs them and they are not up."""

import os
import sys

# Commands that touch neither the database nor the broker.
WITHOUT_SERVICES = {"help", "version", "--version", "--help", "collectstatic", "diffsettings"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config import embedded

    if len(sys.argv) > 1 and sys.argv[1] not in WITHOUT_SERVICES:
        embedded.ensure()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
