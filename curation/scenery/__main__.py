"""`python -m curation.scenery FOLDER [--processes N] [--only WORD]`: draw the clips of the demo."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from curation.scenery.catalogue import catalogue
from curation.scenery.film import RenderedScene, render_all


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m curation.scenery", description="Draw the clips of the demo.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", default="", help="draw only scenes whose name holds this word")
    parser.add_argument("--json", action="store_true", help="print what is true of each clip")
    options = parser.parse_args()
    specs = tuple(spec for spec in catalogue() if options.only in spec.name)
    started = time.monotonic()

    def tell(one: RenderedScene) -> None:
        if not options.json:
            print(f"{time.monotonic() - started:6.1f} s  {one.path.name}  {one.spec.name}", flush=True)

    done = render_all(specs, options.folder, processes=options.processes, on_done=tell)
    if options.json:
        print(json.dumps({one.path.name: one.truth.to_dict() for one in done}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
