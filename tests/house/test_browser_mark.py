"""Every test that drives a browser says so: the others share a process with Django, which a browser's event loop would stop."""

from pathlib import Path

import pytest

FILES = sorted((Path(__file__).parents[1] / "browser").glob("test_*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_of_browser_tests_is_marked(path):
    assert "pytestmark = pytest.mark.browser" in path.read_text("utf-8")
