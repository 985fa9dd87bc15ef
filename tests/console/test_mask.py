from jsonlines import line


def test_personal_data_is_masked_and_listed(run):
    ran = run("mask", given=line({"id": "m1", "text": "我的手机号是19900001234，请回电"}))
    assert ran.status == 0
    assert ran.records[0]["id"] == "m1"
    assert "19900001234" not in ran.records[0]["masked"]
    assert [(item["kind"], item["text"]) for item in ran.records[0]["found"]] == [("mobile", "19900001234")]


def test_a_line_without_text_is_told(run):
    ran = run("mask", given=line({"id": 1}) + line({"text": ""}))
    assert (ran.status, len(ran.records)) == (3, 1)
    assert "“text” is missing" in ran.told
