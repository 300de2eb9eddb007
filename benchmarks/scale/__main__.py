"""Plan for a size: `python -m benchmarks.scale --accounts 10000 --items 1000000 --media 55e12`.

It prints what the model and the simulation give, always the same for one `--seed`. `--write` fills
the tables and plots of docs/beheerder/schaal.md with the size that the page is about.
"""

import argparse

from benchmarks.scale.page import PAGE, filled, plots, tables
from benchmarks.scale.plan import Plan
from benchmarks.scale.platforms import platforms
from benchmarks.scale.scenarios import Scenarios
from benchmarks.scale.units import units


def main() -> None:
    """Read what is asked, and tell."""
    usual, reads = Plan(), argparse.ArgumentParser(prog="python -m benchmarks.scale")
    reads.add_argument("--accounts", type=int, default=usual.accounts)
    reads.add_argument("--items", type=int, default=usual.items, help="a day, with replies")
    reads.add_argument("--media", type=float, default=usual.media, help="bytes a year")
    reads.add_argument("--archives", type=int, default=usual.archives)
    reads.add_argument("--hours", type=float, default=usual.hours, help="between two harvests")
    reads.add_argument("--hands", type=int, default=usual.hands)
    reads.add_argument("--days", type=float, default=usual.days)
    reads.add_argument("--seed", type=int, default=usual.seed)
    reads.add_argument("--one-app", action="store_true", help="one app for all organisations")
    reads.add_argument("--write", action="store_true", help="fill the page; other options go by")
    asked = vars(reads.parse_args())
    if asked.pop("write"):
        found = Scenarios(Plan(days=2), units(), platforms())
        PAGE.write_text(filled(PAGE.read_text("utf-8"), tables(found)), "utf-8")
        for name, drawn in plots(found).items():
            PAGE.with_name(name).write_text(drawn, "utf-8")
        return
    for name, table in tables(Scenarios(Plan(**asked), units(), platforms())).items():
        print(f"{name}\n\n{table}")


main()
