import gc

from dingxin.cases.readings import engine_for


def test_an_engine_is_not_walked_by_the_collector():
    engine_for.cache_clear()
    before = gc.get_freeze_count()
    engine_for("hotel", "en")
    assert gc.get_freeze_count() > before + 10_000
