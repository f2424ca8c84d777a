"""Which statement is true, and which is false: asked of the traps that the notes warn of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from tutor.quizzing.claims import is_command, names_no_subject, stands_alone
from tutor.quizzing.drafts import Choice, Draft
from tutor.quizzing.one_fact import one_fact
from tutor.quizzing.option_forms import words_in
from tutor.quizzing.patterns.headings import topic_of
from tutor.quizzing.patterns.told_traps import Trap, sentence_of, traps
from tutor.quizzing.patterns.turns import Turns
from tutor.quizzing.statements import Notes
from tutor.quizzing.verbs import has_verb

_ABOUT_LEARNERS = re.compile(
    r"\b(?:candidates?|students?|learners?|people|many|beginners?|exam|confus\w+)\b", re.IGNORECASE
)
# Arrows, halves of a definition, two sentences in one.
_NO_CLAIM = re.compile(r"→| = (?:of|for|when)\b|(?<=[\w)`'\"])\. \S")
_LABEL = re.compile(r"^[\w ()/`.=-]{2,40}: ")
_SUMMARY = re.compile(
    r"^(?:last[- ]minute.*|confusing pairs|must[- ]know facts|key (?:facts|points|takeaways)|summary"
    r"|in short)$",
    re.IGNORECASE,
)
_CALLS = re.compile(r"`[^`]+`|[\w.]+\w\(")
_OF_A_CALL = re.compile(
    r"\bthe (?:\w+ed )?(?:argument|call|code|columns?|file|function|line|method|names?|numbers?"
    r"|output|path|results?|rows?|setting|table|values?)\b|^arguments\b",
    re.IGNORECASE,
)
# Beside a false statement, "always required before any …" could well be taken for another one.
_SWEEPING = re.compile(r"\b(?:always|never|every|all|any|none|no)\b", re.IGNORECASE)
_LEAST_TRAPS = 3
_LIKE_LENGTH, _MOST_PAIRS, _FEW, _SCARCE = 1.25, 8, 2, 6


def drafts(notes: Notes) -> Iterator[Draft]:
    """ "Which of these statements about … is true?", "… is FALSE?", and "(Choose two.)"."""
    turns = Turns(notes)
    for group in _groups(notes):
        sound = [t for t in group if stands_alone(t.true) and not _answers(t)]
        facts = _plain_facts(group, notes)
        notes.vectors.prepare(text for trap in (*group, *facts) for text in trap.told)
        false = [trap for trap in group if trap.is_false]
        for trap in (*sound, *(facts if len(group) >= _LEAST_TRAPS else ())):
            apart = _not_restating(trap, false, turns)
            beside = turns.of(trap.true, _false_beside((trap,), apart), _FEW)
            yield _which(trap, beside, true=True)
        for trap in false:
            if stands_alone(trap.wrong) and not names_no_subject(trap.wrong, trap.topic):
                others = [
                    t.true_choice
                    for t in _not_restating(trap, [*sound, *facts], turns)
                    if t is not trap and not _deny(t, trap) and not _SWEEPING.search(t.true)
                ]
                yield _which(trap, turns.of(trap.wrong, others, _LEAST_TRAPS), true=False)
        yield from _choose_two(false, [*sound, *facts])


def _not_restating(trap: Trap, others: Sequence[Trap], turns: Turns) -> list[Trap]:
    """Those whose true statements do not say again what is true of a trap, nor take up its words."""
    again = turns.restated(trap.told, [other.true for other in others])
    return [other for other, same in zip(others, again, strict=True) if not same]


def _false_beside(keys: Sequence[Trap], false: Sequence[Trap]) -> tuple[Choice, ...]:
    """What is false of other facts: beside its own correction a trap would give it away."""
    return tuple(
        trap.wrong_beside(keys[0].true)
        for trap in false
        if not any(trap is key or _deny(key, trap) for key in keys)
    )


def _deny(one: Trap, other: Trap) -> bool:
    """Whether what is true of one may deny what is wrong of the other, or says it otherwise."""
    if one_fact(one.true, other.whole or other.wrong):
        return True
    names = [re.match(r"\W*([\w.]+)", text) for text in (one.true, other.wrong)]
    same = all(names) and len({match[1].lower() for match in names if match}) == 1
    return same and len(words_in(one.true) & words_in(other.whole or other.wrong)) > 1


def _answers(trap: Trap) -> bool:
    """Whether a statement speaks of "the …" that only its trap explains, or another sentence."""
    head = words_in(" ".join(trap.true.split()[:3]))
    unexplained = trap.true.startswith("The ") and not head & words_in(trap.wrong)
    return unexplained or names_no_subject(trap.true, trap.topic) or _names_no_call(trap)


def _names_no_call(trap: Trap) -> bool:
    """Whether a statement on "the result" leaves the call to its trap: `summary()` returns …."""
    calls = _CALLS.findall(trap.wrong)
    named = any(words_in(call) & words_in(trap.true) for call in calls)
    return bool(calls) and not named and _OF_A_CALL.search(trap.true) is not None


def _groups(notes: Notes) -> Iterator[list[Trap]]:
    """Traps of one topic; a stray one joins the largest group of its note."""
    by_topic: dict[tuple[str, str], list[Trap]] = {}
    for trap in traps(notes):
        # "Histogram for a category" states nothing; "candidates confuse …" is not false.
        if not has_verb(trap.wrong) or _ABOUT_LEARNERS.search(trap.wrong):
            continue
        by_topic.setdefault((trap.receipt.source, trap.topic), []).append(trap)
    for (source, _), group in sorted(by_topic.items(), key=lambda pair: -len(pair[1])):
        if len(group) >= _LEAST_TRAPS:
            strays = [
                replace(trap, topic=group[0].topic)
                for (other, _), few in by_topic.items()
                if other == source and len(few) < _LEAST_TRAPS
                for trap in few
            ]
            yield group + strays
        elif not any(s == source and len(g) >= _LEAST_TRAPS for (s, _), g in by_topic.items()):
            yield group


def _plain_facts(group: Sequence[Trap], notes: Notes) -> list[Trap]:
    """What the note says in short summaries ("Last minute", "Must-know facts") beside its traps."""
    facts = []
    for statement in notes.askable:
        same = statement.source == group[0].receipt.source
        heading = _above_pairs(statement.heading)
        summary = heading and _SUMMARY.match(heading[-1].strip())
        limited = summary and notes.is_limited(statement)
        if same and summary and not limited and topic_of(heading, "") == group[0].topic:
            text = sentence_of(statement.text)
            whole = stands_alone(text) and not names_no_subject(text, group[0].topic)
            _, colon, behind = text.rpartition(": ")
            advises = _LABEL.match(text) or (colon and is_command(behind))
            advises = advises or is_command(text.partition(" — ")[2])
            if whole and not advises and not _NO_CLAIM.search(text):
                facts.append(Trap("", text, statement.receipt, group[0].topic, statement.sentence))
    return facts


def _above_pairs(heading: Sequence[str]) -> Sequence[str]:
    """The heading above a pair that is told apart under a heading of its own."""
    return heading[:-1] if len(heading) > 1 and _SUMMARY.match(heading[-2].strip()) else heading


def _which(trap: Trap, others: Sequence[Choice], true: bool) -> Draft:
    word = "true" if true else "FALSE"
    return Draft(
        pattern="trap",
        stem=f"Which of these statements about {trap.topic} is {word}, according to the notes?",
        keys=(trap.true_choice if true else trap.wrong_choice,),
        pool=tuple(others),
        receipt=trap.receipt,
        subject=trap.true,
        takeaway=trap.true + ".",
        settled=True,
        sentences=True,
        # Few wrong statements would come back again and again.
        ranked=True,
        wanted=_FEW if true and len(others) <= _SCARCE else _LEAST_TRAPS,
        least=_FEW if true else _LEAST_TRAPS,
        key_why=f"The notes say so: {trap.true}."
        if true
        else f"This is the false one. What is true: {trap.true}.",
    )


def _choose_two(false: Sequence[Trap], sound: Sequence[Trap]) -> Iterator[Draft]:
    alike = [
        (one, other)
        for one, other in combinations(sound, 2)
        if max(len(one.true), len(other.true)) <= _LIKE_LENGTH * min(len(one.true), len(other.true))
        and not one_fact(one.true, other.true)
    ]
    for one, other in alike[:_MOST_PAIRS]:
        yield Draft(
            pattern="trap",
            stem=f"Which of these statements about {one.topic} are true, according to the notes?"
            " (Choose two.)",
            keys=(one.true_choice, other.true_choice),
            pool=_false_beside((one, other), false),
            receipt=one.receipt,
            subject=one.true,
            takeaway=f"{one.true}. {other.true}.",
            settled=True,
            sentences=True,
            difficulty="hard",
        )
