import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dingxin.console.main import main
from dingxin.engine.batch import CONVERSATIONS

ROWS = [{"id": str(number), "turns": [{"speaker": "customer", "text": f"第{number}次断网，气死我了！"}]} for number in range(5)]


def written(path, ending):
    table = pa.Table.from_pylist(ROWS, CONVERSATIONS)
    if ending == "parquet":
        pq.write_table(table, path)
    else:
        opened = pa.ipc.new_file if ending == "file" else pa.ipc.new_stream
        with opened(str(path), CONVERSATIONS) as writer:
            writer.write_table(table)


@pytest.mark.parametrize("ending", ["parquet", "file", "stream"])
def test_a_file_of_conversations_becomes_one_of_readings(tmp_path, ending):
    source, out = tmp_path / f"talks.{ending}", tmp_path / "readings.arrow"
    written(source, ending)
    assert main(["batch", str(source), "--out", str(out)]) == 0
    rows = pa.ipc.open_file(str(out)).read_all().to_pylist()
    assert [row["id"] for row in rows] == [row["id"] for row in ROWS]
    assert all(row["turns"][0]["emotion"] > 0 for row in rows)


def test_what_is_no_table_is_refused_and_nothing_is_left(tmp_path, capsys):
    source, out = tmp_path / "talks.arrow", tmp_path / "readings.arrow"
    source.write_text("no table")
    assert main(["batch", str(source), "--out", str(out)]) == 2
    assert str(source) in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["talks.arrow"]
