"""The method as data: phrases, rules and model weights, with their loader."""

from dingxin.playbook.loader import LANGUAGES, PlaybookError, load_book, load_engine

__all__ = ["LANGUAGES", "PlaybookError", "load_book", "load_engine"]
