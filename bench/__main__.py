"""``python -m bench``, called by ``script/bench``."""

from __future__ import annotations

import argparse
import os
from importlib import import_module

import django

from bench.figures import say

SUBJECTS = {
    "review": "the review of a draft, in process",
    "http": "the review of a draft over HTTP, with 20 people typing",
    "read": "the reading of conversations",
    "batch": "conversations in record batches, on all cores",
    "options": "a hundred remedies ranked for a case",
    "worktime": "ten years of working time",
    "lists": "import, inbox, case and search at 10,000 and 100,000 cases",
    "overview": "the board and a person's day at 10,000 and 100,000 cases",
    "sweep": "the sweep of clocks among 1,000 to 1,000,000 open ones",
}


def main() -> None:
    """Run the subjects asked for, each after its title."""
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help=f"{', '.join(SUBJECTS)}; all by default")
    parser.add_argument("--quick", action="store_true", help="small runs, to see that all works")
    chosen = parser.parse_args()
    if unknown := sorted(set(chosen.subjects) - set(SUBJECTS)):
        parser.error(f"no such subject: {', '.join(unknown)} (there are {', '.join(SUBJECTS)})")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dingxin.settings")
    django.setup()
    for subject in chosen.subjects or SUBJECTS:
        say(f"\n== {subject}: {SUBJECTS[subject]}")
        import_module(f"bench.{subject}").run(quick=chosen.quick)


if __name__ == "__main__":
    main()
