from dingxin.engine.guide import Guide
from dingxin.engine.model import STEPS, AgentTurn, CustomerTurn, Fact
from dingxin.engine.suggest import Lines
from drafts import book, conversation, reading

GUIDE = Guide(book(), Lines(book()))
ANGRY = CustomerTurn(emotion=2, grade="complaint", demands=("refund",))
SAID = conversation(("c", "无缘无故扣了我35块，退钱！"))


def test_nothing_said_yet_begins_with_calming():
    guidance = GUIDE.guide(conversation(), reading())
    assert (guidance.step, guidance.next) == ("calm", "greet")
    assert [state.step for state in guidance.steps] == list(STEPS)
    assert guidance.opening


def test_a_feeling_nobody_answered_holds_the_first_step():
    talk = conversation(("c", "无缘无故扣了我35块，退钱！"), ("a", "您好，请提供手机号。"))
    guidance = GUIDE.guide(talk, reading(ANGRY, AgentTurn(acts=("greet", "ask")), grade="complaint"))
    assert guidance.step == "calm"
    assert guidance.next == "acknowledge_feeling"
    assert guidance.why
    assert guidance.unanswered == ((0, guidance.unanswered[0][1]),)


def test_an_answered_feeling_is_not_unanswered():
    answered = reading(ANGRY, AgentTurn(acts=("greet", "empathy", "apology", "willing", "ask")), grade="complaint")
    assert GUIDE.unanswered(answered) == ()


def test_each_step_says_by_which_turn_it_was_done():
    talk = conversation(("c", "扣了我35块"), ("a", "…"))
    state = GUIDE.guide(talk, reading(ANGRY, AgentTurn(acts=("greet", "empathy")))).steps[0]
    assert state.done == (("greet", 1), ("acknowledge_feeling", 1))
    assert state.missing == ()
    assert state.share == 1


def test_the_way_leads_to_a_time_and_then_to_thanks():
    acts = ("greet", "empathy", "apology", "willing", "ask", "restate", "solve", "options")
    talk = conversation(("c", "扣了我35块"), ("a", "…"))
    assert GUIDE.guide(talk, reading(ANGRY, AgentTurn(acts=acts), grade="complaint")).next == "commit_time"
    content = conversation(("c", "扣了我35块"), ("a", "…"), ("c", "好的，谢谢"))
    done = reading(ANGRY, AgentTurn(acts=(*acts, "time")), CustomerTurn(), grade="complaint")
    assert GUIDE.guide(content, done).step == "thank"


def test_a_grumble_takes_the_short_path():
    grumble = CustomerTurn(emotion=1, grade="grumble")
    acts = AgentTurn(acts=("greet", "empathy", "apology", "willing", "ask"))
    talk = conversation(("c", "发货真慢"), ("a", "…"))
    assert "restate_facts" not in GUIDE.guide(talk, reading(grumble, acts, grade="grumble")).steps[2].missing
    complaint = CustomerTurn(emotion=1, grade="complaint")
    assert "restate_facts" in GUIDE.guide(talk, reading(complaint, acts, grade="complaint")).steps[2].missing


def test_missing_facts_are_asked_for_by_open_questions_of_that_kind_of_complaint():
    guidance = GUIDE.guide(SAID, reading(ANGRY, grade="complaint"))
    asked = {question.fact: question.question for question in guidance.questions}
    assert "费用" in asked["when"]
    known = CustomerTurn(emotion=2, grade="complaint", facts=(Fact("when", "上个月", 0, 3),))
    assert "when" not in {question.fact for question in GUIDE.guide(SAID, reading(known)).questions}


def test_the_stages_owe_what_the_method_says():
    stages = book().tables["steps"]["stages"]
    assert stages["set_the_tone"]["rational"] == []
    assert "acknowledge_emotion" not in stages["sum_up"]["emotional"] + stages["follow_up"]["emotional"]
    skills = set(book().tables["steps"]["skills"])
    assert all(set(stage["emotional"] + stage["rational"]) <= skills for stage in stages.values())
