"""How mentions of time are written in English: pieces as patterns with bounded repetition, and what their words mean."""

import re

MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), 1)
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number for number, name in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
}
COUNTS = {name: number for number, name in enumerate(
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
     "fourteen", "fifteen"])} | {
    "a": 1, "an": 1, "twenty": 20, "thirty": 30, "half an": 0, "half a": 0, "a couple of": 2}  # fmt: skip
UNITS = {"year": "Y", "month": "M", "week": "W", "day": "D", "night": "D", "hour": "H", "hr": "H", "minute": "MIN", "min": "MIN"}
SHIFTS = {"last": -1, "this": 0, "next": 1, "past": -1, "coming": 1}
RELATIVE = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}
PARTS = {"morning": "morning", "noon": "noon", "midday": "noon", "afternoon": "afternoon", "evening": "evening", "night": "night"}

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_COUNT = "|".join(sorted(COUNTS, key=len, reverse=True)) + r"|[0-9]{1,3}(?:\.[0-9])?"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?![0-9])(?:st|nd|rd|th)?"

_CUE_WORDS = (
    "day week month year night morning noon evening hour minute min. mins ago tomorrow recent earlier later just o'clock "
    "a.m p.m am pm jan feb mar apr may jun jul aug sep oct nov dec"
)
CUES = tuple(form for word in _CUE_WORDS.split() for form in (word, word.upper(), word.capitalize()))
"""What stands in every English mention of time."""

PIECES = re.compile(
    rf"(?P<length>(?P<n>{_COUNT})(?: ?(?:-|–|to|"
    rf"or) ?(?P<n2>{_COUNT}))?(?: and a half)?[ -]?(?P<half>half )?(?P<work>(?:working|business) )?"
    r"(?P<u>year|month|week|day|night|hour|hr|minute|min)s?\b(?! old)(?: and a (?P<andhalf>half))?(?P<ago> ago|"
    r" earlier| before)?)|"
    rf"(?P<mday>(?P<mo>{_MONTH})\.? (?P<d>{_DAY})(?:,? ?(?P<y>(?:19|20)[0-9]{{2}}))?)|"
    rf"(?P<dmon>(?P<d2>{_DAY})(?: of)? (?P<mo2>{_MONTH})\b\.?(?:,? ?(?P<y2>(?:19|20)[0-9]{{2}}))?)|"
    r"(?P<month>(?:early |mid-? ?|late |the (?:beginning|middle|end) of |(?<=in )|(?<=of )|(?<=by )|(?<=since )|"
    r"(?<=from )|(?<=last )|(?<=until ))"
    rf"(?P<mo3>{_MONTH})\b(?: (?P<y3>(?:19|20)[0-9]{{2}}))?)|"
    r"(?P<rday>the day (?:before yesterday|after tomorrow)|today|tonight|yesterday|tomorrow|last night)\b|"
    r"(?P<week>(?:(?P<wk>last|this|next|coming) )?(?P<wd>monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?\b)|"
    r"(?P<span>(?P<sh>last|this|next) (?P<su>week|month|year|weekend)\b|(?P<eo>the end of (?:the|this) (?:week|month|"
    r"year|day)))|"
    r"(?P<partly>(?:in the |this )?(?P<part>morning|afternoon|evening|noon|midday)\b)|"
    r"(?P<clock>(?P<h>1[0-2]|0?[0-9]|2[0-3])(?:[:.](?P<m>[0-5][0-9]))? ?(?P<ap>[ap])\.?m\b\.?|(?P<h2>2[0-3]|1[0-9]|"
    r"0?[0-9]):(?P<m2>[0-5][0-9])(?![0-9:])|(?P<h3>1[0-2]|[1-9]) o'clock)|"
    r"(?P<unclear>recently|just now|the other day|earlier|a few (?:days|weeks|months)(?: ago)?|several (?:days|weeks|"
    r"months)(?: ago)?)\b",
    re.IGNORECASE | re.ASCII,
)
