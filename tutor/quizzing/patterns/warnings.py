"""What a card's note warns of, as options: names, things to do, and wrong lines of code.

"Calling `fit()` on all rows leaks …" warns of "Call `fit()` on all rows"; "Accuracy is misleading"
warns of "Accuracy". What cannot be made a whole option is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.quizzing.patterns.facts import NAME, is_complete, is_name
from tutor.quizzing.verbs import ACTING, imperative

SENTENCE = re.compile(r"(?<=[\w)`'\"])\. (?=[A-Z`])")
# What befalls who does it; none of these is a plural noun as often.
_HARMS = (
    "breaks|causes|confuses|costs|defeats|destroys|doubles|fails|forces|ignores|leaks|loses|mixes"
    "|obscures|overfits|ruins|slows|spoils|wastes"
)
_VERB = rf"(?:is|are|does|do|will|would|cannot|can|sounds|works|has|{_HARMS}|{'|'.join(sorted(ACTING))})"
# What a note warns of: the subject of the sentence that says so ("Accuracy is misleading …").
_SHORTEST = NAME.replace("{0,4}", "{0,4}?")
_SUBJECT = re.compile(rf"^{_SHORTEST} {_VERB}\b")
_CALL = re.compile(rf"^(?P<name>[a-z]\w*(?:[._]\w+)+\(\))(?: (?:to|with|in|on) \S+)? {_VERB}\b")
_CONFUSED = re.compile(
    r"\b(?:not|n['’]t) (?:be )?confused? (?:\w+ )?with (?P<name>[a-z-]+ [a-z-]+|[A-Z]\w+)\b", re.I
)
_DOING = re.compile(rf"^(?P<doing>[A-Z][a-z]+ing .+?) (?={_VERB}\b)")
_TO_DO = re.compile(
    r"^(?:A|One|The)(?: \w+){0,2} (?:answer|approach|error|idea|mistake|reflex|trap|way) is to "
    r"(?P<task>[a-z].+?)(?:\s[—–-]\s|, (?:but|which|since|because)\b|; |$)"
)
_ALSO_DOING = re.compile(r"(?<= and )(?P<then>then )?(?P<doing>[a-z]+ing)\b")
_IN_QUOTES = re.compile(r"(?<!\w)'(?P<code>[^'\s]+)'(?!\w)")
_SHARED = re.compile(r"^(?P<one>[A-Z][\w ]+)/(?P<other>[A-Z][\w ]+)$")  # "Bagging/Random Forest"
_WARNS = re.compile(rf"\b(?:wrong|misleading|not|never|cannot|avoid|inefficient|{_HARMS})\b", re.I)
_PRAISES = re.compile(
    r"\b(?:is|are) (?:the )?(?:right|correct|best|enough|fine|recommended)\b", re.I
)
_STILL = re.compile(r"\bstill (?:applies|works|holds)\b")
_ONLY = re.compile(r" (?:alone|also|itself|only|still)$")
_IN_NO_TITLE = re.compile(r"\b(?:The|This|It|You|Do|Not|A|An)\b")
_LEAST_DOING = 3  # words


def names_warned(text: str, answer: str) -> Iterator[str]:
    """Names that a card warns of, each the subject of a sentence of the warning."""
    if not _WARNS.search(text):
        return
    for sentence in SENTENCE.split(text):
        for match in (_CALL.match(sentence), _SUBJECT.match(sentence), _CONFUSED.search(sentence)):
            name = _ONLY.sub("", match["name"]) if match else ""
            if not _can_be_warned_of(name) or _approves(sentence):
                continue
            shared = _SHARED.match(name)
            for one in shared.groups() if shared else (name,):
                if one.lower() not in answer.lower():
                    yield one[:1].upper() + one[1:] if " " in one else one
            break


def _can_be_warned_of(name: str) -> bool:
    doing = re.match(r"[A-Z][a-z]+ing(?= )", name)
    if doing and imperative(doing[0]):
        return False  # "Rerunning all tasks" is something to do
    titled = len(name.split()) > 1 and all(word[:1].isupper() for word in name.split())
    return is_name(name) or (titled and not _IN_NO_TITLE.search(name))


def tasks_warned(text: str) -> Iterator[str]:
    """Things to do that a card warns of: "Calling x wastes …", "A wrong approach is to call x"."""
    for sentence in SENTENCE.split(text):
        told, doing = _TO_DO.match(sentence), _DOING.match(sentence)
        task = ""
        if told:
            task = told["task"][:1].upper() + told["task"][1:]
        elif doing and not _approves(sentence):
            task = _commanded(doing["doing"])
        task = task.strip().rstrip(".")
        if len(task.split()) >= _LEAST_DOING and is_complete(task.replace(" and then ", " and ")):
            yield task


def codes_warned(text: str, answer: str) -> Iterator[str]:
    """The answer's line of code with what the card calls wrong in place of its string."""
    right = _IN_QUOTES.search(answer)
    for sentence in SENTENCE.split(text):
        if right is None or not re.search(r"\b(?:wrong|incorrect|invalid)\b", sentence):
            continue
        for match in _IN_QUOTES.finditer(sentence):
            code = match["code"]
            if code != right["code"] and _letters(code) == _letters(right["code"]):
                yield answer.replace(right["code"], code)


def _letters(code: str) -> str:
    """What two spellings of one address share."""
    return re.sub(r"\W", "", code)


def _approves(sentence: str) -> bool:
    praised = _PRAISES.search(sentence) and not re.search(r"\b(?:not|never)\b", sentence)
    return bool(praised or _STILL.search(sentence))


def _commanded(doing: str) -> str:
    """ "Compute x and then take y" for "Computing x and then taking y"; empty where it cannot be."""
    first, _, rest = doing.partition(" ")
    verbs = [imperative(first)]
    for match in _ALSO_DOING.finditer(rest):
        verbs.append(imperative(match["doing"]))
    if not all(verbs):
        return ""
    also = iter(verbs[1:])
    told = _ALSO_DOING.sub(lambda m: f"{m['then'] or ''}{next(also)}", rest)
    return f"{verbs[0]} {told}"
