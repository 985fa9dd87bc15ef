"""The closed vocabularies of the engine, in the words of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrPromise

    Labels = Mapping[str, StrPromise]

DEMANDS: Labels = {
    "refund": pgettext_lazy("demand", "Refund"),
    "compensate": pgettext_lazy("demand", "Compensation"),
    "replace": pgettext_lazy("demand", "Replacement"),
    "repair": pgettext_lazy("demand", "Repair"),
    "explain": pgettext_lazy("demand", "Explanation"),
    "investigate": pgettext_lazy("demand", "Investigation"),
    "apologise": pgettext_lazy("demand", "Apology"),
    "cancel": pgettext_lazy("demand", "Cancellation"),
    "hurry": pgettext_lazy("demand", "Faster handling"),
    "callback": pgettext_lazy("demand", "Call back"),
    "discipline": pgettext_lazy("demand", "Discipline of staff"),
    "improve": pgettext_lazy("demand", "Improvement"),
    "info": pgettext_lazy("demand", "Information"),
    "other": pgettext_lazy("demand", "Other"),
}

NEEDS: Labels = {
    "money": pgettext_lazy("need", "Money"),
    "fairness": pgettext_lazy("need", "Fairness"),
    "safety": pgettext_lazy("need", "Safety"),
    "quality": pgettext_lazy("need", "Quality"),
    "convenience": pgettext_lazy("need", "Convenience"),
    "time": pgettext_lazy("need", "Time"),
    "respect": pgettext_lazy("need", "Respect"),
    "being_heard": pgettext_lazy("need", "Being heard"),
    "face": pgettext_lazy("need", "Face"),
    "comfort": pgettext_lazy("need", "Comfort"),
    "certainty": pgettext_lazy("need", "Certainty"),
}

HOPES: Labels = {
    "know": pgettext_lazy("hope", "That the problem is known"),
    "solve": pgettext_lazy("hope", "That it is solved"),
    "compensate": pgettext_lazy("hope", "To be compensated"),
    "no_repeat": pgettext_lazy("hope", "That it does not happen again"),
    "respect": pgettext_lazy("hope", "To be respected"),
    "heard": pgettext_lazy("hope", "To be heard out"),
    "pleased": pgettext_lazy("hope", "To be pleased"),
}
RATIONAL_HOPES = ("know", "solve", "compensate", "no_repeat")

RISKS: Labels = {
    "regulator": pgettext_lazy("risk", "Goes to a regulator"),
    "legal": pgettext_lazy("risk", "Goes to court"),
    "media": pgettext_lazy("risk", "Goes to the media"),
    "churn": pgettext_lazy("risk", "Leaves us"),
    "repeat": pgettext_lazy("risk", "Complains repeatedly"),
    "fraud": pgettext_lazy("risk", "Suspects fraud"),
    "safety": pgettext_lazy("risk", "Safety at stake"),
    "abuse": pgettext_lazy("risk", "Insults"),
}

FACTS: Labels = {
    "when": pgettext_lazy("fact", "When"),
    "where": pgettext_lazy("fact", "Where"),
    "who": pgettext_lazy("fact", "Who"),
    "what": pgettext_lazy("fact", "What"),
    "why": pgettext_lazy("fact", "Why"),
    "how": pgettext_lazy("fact", "How"),
}

NUMBERS: Labels = {
    "phone": pgettext_lazy("number", "Phone number"),
    "order": pgettext_lazy("number", "Order number"),
    "tracking": pgettext_lazy("number", "Tracking number"),
    "account": pgettext_lazy("number", "Account number"),
}

KINDS: Labels = {
    "career_complainant": pgettext_lazy("kind", "Complains for a living"),
    "in_the_right": pgettext_lazy("kind", "Has a just cause first"),
    "know_all": pgettext_lazy("kind", "Knows it all"),
    "policy_challenger": pgettext_lazy("kind", "Challenges the policy"),
    "chameleon": pgettext_lazy("kind", "Keeps changing the demand"),
}

ACTS: Labels = {
    "greet": pgettext_lazy("act", "Greet and say who you are"),
    "empathy": pgettext_lazy("act", "Answer the feeling"),
    "apology": pgettext_lazy("act", "Apologise to the person"),
    "willing": pgettext_lazy("act", "Show that you will help"),
    "ask": pgettext_lazy("act", "Ask what happened"),
    "restate": pgettext_lazy("act", "Restate what you heard"),
    "explain": pgettext_lazy("act", "Explain"),
    "instruct": pgettext_lazy("act", "Say what the customer can do"),
    "solve": pgettext_lazy("act", "Offer a solution"),
    "options": pgettext_lazy("act", "Offer a choice"),
    "commit": pgettext_lazy("act", "Say what you will do"),
    "time": pgettext_lazy("act", "Name a time"),
    "check": pgettext_lazy("act", "Ask whether it is right"),
    "refuse": pgettext_lazy("act", "Say no with reason and alternative"),
    "thanks": pgettext_lazy("act", "Thank the customer"),
    "redirect": pgettext_lazy("act", "Name who takes over"),
    "report": pgettext_lazy("act", "Tell the result"),
}

STEP_PARTS: Labels = {
    "greet": pgettext_lazy("step part", "Greet and say who you are"),
    "acknowledge_feeling": pgettext_lazy("step part", "Answer the feeling"),
    "apologise": pgettext_lazy("step part", "Apologise to the person"),
    "show_responsibility": pgettext_lazy("step part", "Take it on"),
    "get_information": pgettext_lazy("step part", "Ask for what is missing"),
    "restate_facts": pgettext_lazy("step part", "Restate the facts"),
    "propose": pgettext_lazy("step part", "Propose a solution"),
    "ask_view": pgettext_lazy("step part", "Ask for the customer's view"),
    "commit_time": pgettext_lazy("step part", "Name a time"),
    "thank": pgettext_lazy("step part", "Thank the customer"),
    "report_result": pgettext_lazy("step part", "Tell the result"),
    "check_satisfied": pgettext_lazy("step part", "Ask whether it is really solved"),
    "done": pgettext_lazy("step part", "Nothing is owed: record the verdict"),
}

PRINCIPLES: Labels = {
    "emotion_before_matter": pgettext_lazy("principle", "Emotion before matter"),
    "graded_handling": pgettext_lazy("principle", "Graded handling"),
    "listen": pgettext_lazy("principle", "Listen first"),
    "respect": pgettext_lazy("principle", "Respect the customer"),
    "put_yourself_in_their_place": pgettext_lazy("principle", "In their place"),
    "sincerity": pgettext_lazy("principle", "Sincerity"),
    "welcome": pgettext_lazy("principle", "Welcome the complaint"),
    "empathy": pgettext_lazy("principle", "Empathy"),
    "never_argue": pgettext_lazy("principle", "Never argue"),
}

PERSONAL: Labels = {
    "mobile": pgettext_lazy("personal", "Mobile number"),
    "landline": pgettext_lazy("personal", "Landline number"),
    "id_card": pgettext_lazy("personal", "Identity card number"),
    "bank_card": pgettext_lazy("personal", "Bank card number"),
    "email": pgettext_lazy("personal", "E-mail address"),
    "plate": pgettext_lazy("personal", "Number plate"),
    "address": pgettext_lazy("personal", "Address"),
    "name": pgettext_lazy("personal", "Name"),
    "passport": pgettext_lazy("personal", "Passport number"),
    "wechat": pgettext_lazy("personal", "WeChat account"),
    "qq": pgettext_lazy("personal", "QQ number"),
}


def label(labels: Labels, name: str) -> str:
    """Give the word for a name of a vocabulary; a name that a newer playbook adds stands for itself."""
    return str(labels.get(name, name.replace("_", " ")))
