"""What a benchmark ran on, as the first line of what it prints."""

from __future__ import annotations

import os
import platform


def machine() -> str:
    """Processor, cores, how busy it was in the last minute, and Python."""
    name = platform.processor() or platform.machine()
    return f"{name}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}"
