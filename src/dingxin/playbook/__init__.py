"""The method as data: phrases, rules and model weights, with their loader."""

from dingxin.playbook.loader import LANGUAGES, load_book, load_engine
from dingxin.playbook.validate import PlaybookError

__all__ = ["LANGUAGES", "PlaybookError", "load_book", "load_engine"]
