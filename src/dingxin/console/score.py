"""``dingxin score``: how good the engine is on conversations that people labelled."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dingxin.console.words import gettext as _
from dingxin.engine.scoring import as_text, score_labels
from dingxin.engine.scoring_votes import satisfaction_as_text, score_satisfaction
from dingxin.playbook import load_engine

if TYPE_CHECKING:
    from collections.abc import Sequence

USELESS = 2


def main(arguments: Sequence[str]) -> int:
    """Print the measures of one labelled file; give the exit status."""
    parser = argparse.ArgumentParser(prog="dingxin score", description=_("how good the engine is on labelled conversations"))
    parser.add_argument("file", help=_("labelled conversations, JSON Lines"))
    parser.add_argument("--satisfaction", action="store_true", help=_("the file holds readers' votes instead of labels"))
    parser.add_argument("--json", action="store_true", help=_("one JSON object instead of tables"))
    chosen = parser.parse_args(arguments)
    measure, write = (score_satisfaction, satisfaction_as_text) if chosen.satisfaction else (score_labels, as_text)
    try:
        scores = measure(load_engine(), Path(chosen.file))
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(_("%(file)s cannot be scored: %(reason)s") % {"file": chosen.file, "reason": error}, file=sys.stderr)
        return USELESS
    print(json.dumps(scores, ensure_ascii=False) if chosen.json else write(scores))
    return 0
