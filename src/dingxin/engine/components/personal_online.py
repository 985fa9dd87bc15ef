"""Personal addresses on networks (C22): e-mail, WeChat and QQ accounts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dingxin.engine.components.personal_numbers import Span

_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}(?: ?@ ?| ?艾特 ?)(?:[A-Za-z0-9-]{1,63}(?:\.| ?点 ?)){1,4}"
    r"[A-Za-z]{2,24}(?![A-Za-z0-9])"
)
_EMAIL_HINT = re.compile("@ ?[A-Za-z0-9]")
_POST = re.compile("邮|mail|寄|发")
_WECHAT = re.compile(
    r"(?:微信(?!公众|小程|支付|群)号?|(?<![A-Za-z])(?:[vVwW][xX]|[wW]e[cC]hat|[wW]ei[xX]in)(?![A-Za-z])(?: ?(?:ID|id|Id)|号)?|"
    r"[vVwW薇威]信号?|[加+]我?(?:[vV薇]|[wW][xX])|(?<![A-Za-z])[vV](?=[:：]))"
    r"(同?号|[账帐]号|ID|id)?(就?也?(?: ?(?:[:：是为]|is|叫|改成|换成) ?| ?我? ?))"
    r"(?P<handle>[A-Za-z][A-Za-z0-9_-]{5,19})(?![A-Za-z0-9_@-])"
)
_WECHAT_HINT = re.compile("[微薇威][信]|[vVwW](?:[xX信:：]|e[cCi])|[加+我][vV薇]")
_WECHAT_LETTER = re.compile("[薇vVwW]")
_WXID = re.compile(r"(?<![A-Za-z0-9_])wxid_[A-Za-z0-9]{6,24}(?![A-Za-z0-9_])")
_QQ = re.compile(
    r"(?:(?<![A-Za-z])(?:[Qq]{2}(?!群|邮箱|音乐)|[Qq](?=号|[:：]))|扣扣|企鹅号)(?:号码?|[账帐]号)?"
    r"(?:也?(?: ?(?:[:：是为]|is|number|No\.?) ?){1,2}| ?)"
    r"(?P<no>[1-9][0-9]{4,10})(?![0-9A-Za-z元块个年月%])"
)


def find_accounts(text: str) -> Iterator[Span]:
    """Give kind, start and end of every e-mail address and account in a normal text."""
    if ("@" in text and _EMAIL_HINT.search(text)) or "艾特" in text:
        for match in _EMAIL.finditer(text):
            if " " not in match[0] or "艾特" in match[0] or _POST.search(text, max(0, match.start() - 8), match.start()):
                yield "email", *match.span()
    if ("微信" in text or "威信" in text or _WECHAT_LETTER.search(text)) and _WECHAT_HINT.search(text):
        yield from _wechat(text)
    if "q" in text or "Q" in text or "扣扣" in text or "企鹅" in text:
        for match in _QQ.finditer(text):
            yield "qq", *match.span("no")


def _wechat(text: str) -> Iterator[Span]:
    for match in _WECHAT.finditer(text):
        handle = match["handle"]
        said = match[1] or "号" in match[0] or any(sign in match[2] for sign in ":：是为")
        if said or any(char.isdigit() or char in "_-" for char in handle):
            yield "wechat", *match.span("handle")
    for match in _WXID.finditer(text):
        yield "wechat", *match.span()
