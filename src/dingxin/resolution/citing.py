"""A rule of law as a customer is told of it: what it says, in which statute and article, in force since when. Pure."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from dingxin.engine.components.numerals import number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dingxin.knowledge.law import Rule

PARTS = "；"
_EDITION = re.compile("[(（][^()（）]*(?:修正|修订|令|法释)[^()（）]*[)）]")
_ARTICLE = re.compile("第?[0-9一二三四五六七八九十百千]+(?:[、至-][0-9一二三四五六七八九十百千]+)*条.*")
_HAN = re.compile("[零一二三四五六七八九十百千]+")
_DATE = re.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})")
_UNSURE = "凭记忆"


def cite(rule: Rule, lines: Mapping[str, str], names: Mapping[str, str], *, english: bool, words: str = "") -> str:
    """Give a rule with its source: the first statute it stands in, with article and the day since when it is in force.

    ``lines`` is the table ``law`` of a language's negotiation; ``names`` what statutes are called in it, where not as in Chinese.
    ``words`` says it in other words than the rule's own. What was not read in the text is said to be so.
    """
    statute = _EDITION.sub("", rule.statute.split(PARTS)[0])
    law = lines["statute"].format(name=names.get(statute, statute), article=_article(rule, english=english))
    since = _DATE.search(rule.effective.split(PARTS)[0])
    if since:
        year, month, day = map(int, since.groups())
        law += lines["since"].format(year=year, month=month, day=day, name=date(2000, month, 1).strftime("%B"))
    if not rule.verified or not since or _UNSURE in rule.effective:
        law += lines["unread"] if not rule.verified else lines["undated"]
    said = words or (rule.title_en if english else rule.title)
    return lines["cite"].format(law=law, words=said.rstrip("。. "))


def _article(rule: Rule, *, english: bool) -> str:
    """Give the article as the statute counts it, without the short name that stands before it where a rule has several."""
    found = _ARTICLE.search(rule.article.split(PARTS)[0])
    article = _EDITION.sub("", re.sub("[(（].*", "", found[0])) if found else ""
    if not english:
        return article if article.startswith("第") or not article else f"第{article}"
    figures = _HAN.sub(lambda match: f"{number(match[0]) or 0:g}", article.removeprefix("第"))
    figures = (
        re.sub("条第([0-9]+)款", r" (\1)", figures).replace("、", ", ").replace("至", "–").replace("条", "").replace("款", "")
    )
    several = "s" if "," in figures or "–" in figures else ""
    return f", article{several} {figures.strip()}" if figures.strip() else ""
