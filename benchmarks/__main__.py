"""`python -m benchmarks [NAME …] [--short]`: measure and print; exit 1 when a bound is not kept."""

from __future__ import annotations

import argparse
import sys

from benchmarks import broadcast, feeds, languages, receiving, reminders, understanding

BENCHMARKS = {
    "receiving": receiving,
    "languages": languages,
    "broadcast": broadcast,
    "feeds": feeds,
    "understanding": understanding,
    "reminders": reminders,
}


def main() -> int:
    """Run the benchmarks named, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"which to run: {', '.join(BENCHMARKS)} (default: all)"
    )
    parser.add_argument(
        "--short", action="store_true", help="a few seconds each: shows that they run, proves no figure"
    )
    given = parser.parse_args()
    unknown = [name for name in given.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"there is no benchmark {', '.join(unknown)}; there is {', '.join(BENCHMARKS)}")
    kept = True
    for name in given.names or BENCHMARKS:
        table = BENCHMARKS[name].run(given.short)
        print(table, flush=True)
        kept = kept and table.kept
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
