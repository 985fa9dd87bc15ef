"""Hold the budgets of the design: files, functions and templates stay small; what is larger has its reason here."""

from __future__ import annotations

import ast
import statistics
import sys
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "src" / "dingxin"
FILE_LINES, FUNCTION_LINES, MEDIAN_LINES, TEMPLATE_LINES = 300, 30, 6, 120
LARGER = {  # "path" or "path:function": why it is larger
    "engine/model.py": "the data of one contract, read as one page",
}


def functions(path: Path) -> list[tuple[str, int]]:
    """Give the name and number of lines of every function of a file, without its docstring."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            doc = node.body[0] if ast.get_docstring(node) else None
            lines = (node.end_lineno or 0) - node.lineno + 1 - ((doc.end_lineno or 0) - doc.lineno + 1 if doc else 0)
            found.append((node.name, lines))
    return found


def too_large() -> list[str]:
    """Give a line for everything over its budget."""
    said, sizes = [], []
    for path in sorted(SOURCE.rglob("*.py")):
        name = str(path.relative_to(SOURCE))
        if "migrations" in path.parts:
            continue
        if (lines := path.read_text("utf-8").count("\n")) > FILE_LINES and name not in LARGER:
            said.append(f"{name}: {lines} lines, at most {FILE_LINES}")
        for function, size in functions(path):
            sizes.append(size)
            if size > FUNCTION_LINES and f"{name}:{function}" not in LARGER:
                said.append(f"{name}: {function} has {size} lines, at most {FUNCTION_LINES}")
    for path in sorted(SOURCE.rglob("*.html")):
        name = str(path.relative_to(SOURCE))
        if (lines := path.read_text("utf-8").count("\n")) > TEMPLATE_LINES and name not in LARGER:
            said.append(f"{name}: {lines} lines, at most {TEMPLATE_LINES}")
    if (median := statistics.median(sizes)) > MEDIAN_LINES:
        said.append(f"the median function has {median} lines, at most {MEDIAN_LINES}")
    return said


if __name__ == "__main__":
    breaches = too_large()
    sys.stdout.write("".join(f"{line}\n" for line in breaches))
    sys.exit(bool(breaches))
