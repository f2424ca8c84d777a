"""What things do: "`fmin` minimises …", "CrossValidator trains …", "`X()` returns …"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.quizzing.drafts import Draft
from tutor.quizzing.patterns.facts import NAME, Fact, is_complete, is_name, phrase, spoken
from tutor.quizzing.statements import Notes, Statement

_ACTS = re.compile(
    rf"^(?P<article>An? |The )?{NAME}(?: \([^)]*\))? (?:automatically )?(?P<value>(?P<act>[a-z]+s) .+)$"
)
_VERBS = frozenset(
    ["accepts", "adds", "aligns", "applies", "assigns", "averages", "begins", "belongs", "blends", "brings", "builds", "calculates", "carries", "checks", "chooses", "collects", "combines", "compares", "computes", "contains", "converts", "copies", "corrects", "covers", "creates", "deletes", "describes", "detects", "divides", "drops", "encodes", "estimates", "evaluates", "executes", "expects", "explains", "exposes", "fills", "finds", "follows", "gathers", "generates", "gets", "gives", "grows", "handles", "holds", "hides", "imputes", "joins", "keeps", "learns", "lets", "links", "loads", "lowers", "makes", "manages", "maps", "maximises", "measures", "merges", "minimises", "minimizes", "moves", "multiplies", "needs", "normalises", "opens", "packages", "penalises", "penalizes", "picks", "preserves", "prevents", "produces", "provides", "publishes", "puts", "quantifies", "raises", "randomises", "reads", "rebuilds", "receives", "records", "reduces", "registers", "rejects", "removes", "replaces", "requires", "returns", "reuses", "routes", "saves", "schedules", "selects", "sends", "serves", "shows", "shrinks", "simplifies", "skips", "sorts", "squares", "starts", "stops", "stores", "streams", "subtracts", "sums", "switches", "takes", "tells", "tests", "trains", "transforms", "translates", "treats", "tries", "trims", "tunes", "turns", "updates", "uses", "validates", "writes", "works"]
)
# These are plural nouns as often as verbs; they are verbs after a name that is code or in capitals.
_DOUBTFUL = frozenset(
    ["answers", "calls", "changes", "counts", "cuts", "draws", "filters", "fits", "indexes", "labels", "lists", "logs", "looks", "marks", "names", "numbers", "orders", "plots", "points", "ranks", "repeats", "reports", "rounds", "runs", "samples", "scales", "scans", "scores", "searches", "sets", "splits", "stacks", "tracks", "triggers", "versions", "weights", "wraps"]
)
_CODE_LIKE = re.compile(r"^`[^`]+`$|^\w*[a-z][A-Z]\w*$|[_.]\w|\(\)$|^[A-Z]{2,}$|^MLflow|^Hyperopt$")


def drafts(notes: Notes) -> Iterator[Draft]:
    """Questions from the action ("What does X do?") and from the name ("Which of these …s …?")."""
    found = [fact for s in notes.askable if (fact := _fact(s, notes)) is not None]
    values: dict[str, list[Fact]] = {}
    for fact in found:
        values.setdefault(fact.name.lower(), []).append(fact)
    for fact in found:
        family = [f for f in found if f is not fact]
        pattern = "code" if "(" in fact.name or fact.name.startswith("`") else "action"
        yield Draft(
            pattern=pattern,
            stem=f"What does {spoken(fact)} do, according to the notes?",
            keys=(fact.choice,),
            pool=tuple(f.choice for f in family),
            receipt=fact.receipt,
            subject=fact.name,
            takeaway=fact.statement.text,
        )
        yield Draft(
            pattern=f"{pattern} reversed",
            stem=f"Which of these {fact.value[:1].lower()}{fact.value[1:]}?",
            keys=(fact.name_choice,),
            pool=tuple(f.name_choice for f in family),
            receipt=fact.receipt,
            subject=fact.value,
            takeaway=fact.statement.text,
            names=True,
        )


def _fact(statement: Statement, notes: Notes) -> Fact | None:
    match = _ACTS.match(statement.text)
    if match is None:
        return None
    name, act = match["name"], match["act"]
    is_verb = act in _VERBS or (act in _DOUBTFUL and _CODE_LIKE.search(name))
    lower_case = name[:1].islower() and not _CODE_LIKE.search(name)
    if not is_verb or lower_case or not is_name(name, notes, tuple(_VERBS)):
        return None
    value = phrase(match["value"])
    if not is_complete(value) or len(value.split()) < 3:
        return None
    article = (match["article"] or "").strip().lower()
    return Fact(name, value[:1].upper() + value[1:], "action", "does", article, statement)
