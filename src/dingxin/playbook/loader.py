"""Read the playbook from its files and build an engine from it."""

from __future__ import annotations

import gc
import tomllib
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from dingxin.engine.book import Book, Table
from dingxin.engine.components.learned import unpacked
from dingxin.engine.pipeline import Engine
from dingxin.playbook.validate import PlaybookError, check_pack

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

HERE = Path(__file__).parent
LANGUAGES = ("zh", "en")


def load_engine(language: str | None = None, industry: str | None = None, explain: str | None = None) -> Engine:
    """Build an engine.

    ``language`` fixes the language of all conversations (``zh``, ``en``); None lets each conversation say or show its own.
    ``industry`` adds that industry's glossary; ``explain`` is the language of reasons and of suggestions to staff, by default
    the conversation's. Raises PlaybookError for a name the playbook does not have.
    """
    wanted = LANGUAGES if language is None else (language,)
    with _uncollected():
        return Engine({name: load_book(name, industry, explain) for name in wanted})


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let the garbage collector rest while what is built is there to stay: walking it as it grows takes a fifth of the time."""
    rested = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if rested:
            gc.enable()


def load_book(language: str, industry: str | None = None, explain: str | None = None, *, learned: bool = True) -> Book:
    """Read one language's pack with the industry's glossary and the wording of ``explain``; training wants none ``learned``."""
    return Book(
        language=language,
        tables=_pack(language),
        wording=_pack(explain or language),
        industry=_industry(industry) if industry else {},
        model=_model(language) if learned else None,
        built=_built(language, learned),
    )


@cache
def _built(_language: str, _learned: bool) -> dict[str, Any]:  # noqa: FBT001  a key of the cache
    """Give the place for what all engines of a language share."""
    return {}


@cache
def _pack(language: str) -> Mapping[str, Table]:
    if language not in LANGUAGES:
        message = f"the playbook has no language {language!r}; it has {', '.join(LANGUAGES)}"
        raise PlaybookError(message)
    tables = {path.stem: _table(path) for path in sorted((HERE / language).glob("*.toml"))}
    check_pack(language, tables)
    return tables


@cache
def _industry(name: str) -> Table:
    path = HERE / "industries" / f"{name}.toml"
    known = sorted(file.stem for file in path.parent.glob("*.toml"))
    if name not in known:
        message = f"the playbook has no industry {name!r}; it has {', '.join(known) or 'none'}"
        raise PlaybookError(message)
    return _table(path)


def _table(path: Path) -> Table:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"playbook/{path.parent.name}/{path.name}: {error}"
        raise PlaybookError(message) from error


@cache
def _model(language: str) -> Mapping[str, NDArray[Any]] | None:
    path = HERE / "models" / f"reader-{language}.npz"
    if not path.exists():
        return None
    with np.load(path) as arrays:
        return unpacked({name: arrays[name] for name in arrays.files})
