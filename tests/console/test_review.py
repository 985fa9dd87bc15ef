from jsonlines import line

ASKED = {
    "id": "r1",
    "conversation": {"turns": [{"speaker": "customer", "text": "扣了我35块，退钱！"}], "industry": "telecom"},
    "draft": "你必须先提供发票。",
    "policy": {"authority_cny": 100},
}


def test_a_review_comes_out_for_each_draft_with_its_id(run):
    ran = run("review", given=line(ASKED) + line({**ASKED, "id": 7, "draft": "我现在就赔您800元。"}))
    assert ran.status == 0
    assert [(record["id"], record["verdict"]) for record in ran.records] == [("r1", "improve"), (7, "stop")]
    assert {"acts", "faults", "promises", "missing", "suggested"} <= set(ran.records[0])


def test_places_are_those_of_the_draft(run):
    for fault in run("review", given=line(ASKED)).records[0]["faults"]:
        assert 0 <= fault["start"] < fault["end"] <= len(ASKED["draft"])


def test_the_glossary_is_that_of_the_industry(run):
    words = {**ASKED, "draft": "很抱歉。您的SKU缺货，今天五点前给您答复。"}
    web = {**words, "policy": {"industry": "webshop"}}
    rewrites = [
        {fault["rewrite"] for fault in run("review", given=line(record)).records[0]["faults"] if fault["kind"] == "jargon"}
        for record in (words, web)
    ]
    assert rewrites[1] == {"商品"}
    assert rewrites[0] != rewrites[1]


def test_a_draft_that_is_missing_is_told(run):
    ran = run("review", given=line({"id": 1}) + line({**ASKED, "policy": {"authority_cny": "much"}}) + line(ASKED))
    assert ran.status == 3
    assert "“draft” is missing" in ran.told
    assert "“authority_cny” is not a number" in ran.told


def test_an_unknown_industry_does_no_harm(run):
    assert run("review", given=line({**ASKED, "policy": {"industry": "../../etc"}})).status == 0
