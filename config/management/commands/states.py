"""`python manage.py states`: the page that explains every state machine, written from the graphs themselves."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from curation.clips.states import CAPTION_TRACK, RENDITION
from curation.footage.bulk.states import BULK_EDIT
from curation.footage.states import FOOTAGE
from curation.jobs.graph import StateGraph
from curation.jobs.states import JOB
from publishing.delivery.states import DELIVERY
from publishing.insights.states import WATCH
from publishing.partners.states import COPY
from publishing.posts.states import POST

GRAPHS = (FOOTAGE, BULK_EDIT, JOB, RENDITION, CAPTION_TRACK, POST, DELIVERY, WATCH, COPY)
HEAD = """# States

Written by `python manage.py states > docs/states.md` from the graphs in the code; a test compares them.
"""


def page() -> str:
    """The whole page as Markdown with one Mermaid diagram for each graph."""
    return "\n".join([HEAD, *(_section(graph) for graph in GRAPHS)])


def _section(graph: StateGraph) -> str:
    lines = [f"## {graph.name.capitalize()}", "", "```mermaid", "stateDiagram-v2", f"    [*] --> {graph.initial}"]
    for before, following in graph.edges.items():
        lines += [f"    {before} --> {after}" for after in sorted(following)]
        if not following:
            lines.append(f"    {before} --> [*]")
    return "\n".join([*lines, "```", ""])


class Command(BaseCommand):
    help = "Prints the state machines as a Markdown page."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(page(), ending="")
