"""Verb forms that notes describe things with; enough to tell "returns a dict" from "a dict"."""

from __future__ import annotations

_ACTING_TEXT = """
accepts adds aligns allows applies assigns averages balances becomes begins belongs blends brings builds
calculates carries checks chooses collects combines compares computes contains converts
coordinates copies corrects covers creates deletes describes detects determines divides drops
encodes ensures estimates evaluates executes expects explains exposes fills finds follows
gathers generates gets gives grows handles helps hides holds implements improves imputes
includes joins keeps learns leaves lets links loads lowers maintains makes manages maps
maximises maximizes measures merges minimises minimizes moves multiplies needs normalises opens
packages penalises penalizes performs picks pre-installs preserves prevents produces provides
publishes puts quantifies raises randomises reads rebuilds receives records reduces registers
rejects removes replaces requires restores retrains retrieves returns reuses routes saves schedules
selects sends serves shows shrinks simplifies skips sorts squares starts stops stores streams
subtracts sums supports switches takes tells throws tracks trains transforms translates
treats tries trims tunes turns updates uses validates works wraps writes
"""
_PRAISING_TEXT = """
allows becomes begins combines ensures helps improves includes leaves lets lowers maintains
makes performs preserves prevents produces provides raises reduces requires simplifies supports
takes
"""
_DOUBTFUL_TEXT = """
answers calls changes counts cuts draws filters fits indexes labels lists logs looks marks names
numbers orders plots points ranks repeats reports rounds runs samples scales scans scores
searches sets splits stacks tests triggers versions weights
"""
_COMMANDING_TEXT = """
add adjust always apply avoid begin build call change check choose click commit compare
configure connect convert create define delete deploy don't draw drop enable enter exponentiate fill
fit follow give import install iterate keep load log make manage monitor move navigate never only open
pass pull push put read register remove replace rerun resample return run save select send set split
start stop store swap take train transform treat try tune update use wrap write
"""
_NOUNS_TOO_TEXT = """
checks copies drops joins loads measures moves produces records returns shows sorts starts stops
stores streams sums switches takes trains transforms tries turns updates uses works
"""
_ASSESSING_TEXT = """
calculates checks compares computes detects determines estimates evaluates measures quantifies
tests tracks
"""
_STANDING_TEXT = """
becomes belongs comes contains covers describes expects follows has holds includes is lies looks marks
means names needs numbers requires stands
"""
# How a thing stands, which is nothing that it does.
STANDING = frozenset(_STANDING_TEXT.split())
# Third person, never (or hardly ever) a plural noun.
ACTING = frozenset(_ACTING_TEXT.split())
# Praise rather than description: "X reduces errors" holds of everything that notes advise.
PRAISING = frozenset(_PRAISING_TEXT.split())
# Plural nouns as often as verbs; verbs behind a name that is code or written in capitals.
DOUBTFUL = frozenset(_DOUBTFUL_TEXT.split())
COMMANDING = frozenset(_COMMANDING_TEXT.split())
# Verbs that are plural nouns too: what follows tells which.
NOUNS_TOO = DOUBTFUL | frozenset(_NOUNS_TOO_TEXT.split())
# To measure, to compare and to quantify shifts is much the same.
ASSESSING = frozenset(_ASSESSING_TEXT.split())

_AUXILIARY_TEXT = """
is are was were has have had do does did can cannot may must should will would need means leads
"""
_FINITE = frozenset(_AUXILIARY_TEXT.split()) | ACTING | DOUBTFUL | {w[:-1] for w in ACTING}


def has_verb(text: str) -> bool:
    """Whether a text has a verb behind its first word, as a statement does."""
    words = (word.strip(",;:.()") for word in text.split()[1:])
    return any(word in _FINITE or word.removeprefix("auto-") in ACTING for word in words)


def commands(text: str) -> bool:
    """Whether a text begins as something to do: "Use …", "Draw …", "Impute …"."""
    first = text.split(maxsplit=1)[0].lower().strip(",;:") if text.split() else ""
    thirds = {f"{first}s", f"{first}es"}
    return first in COMMANDING or bool(thirds & (ACTING | DOUBTFUL))


def verb_form(text: str) -> str:
    """``does`` for "Returns …", ``do`` for "Return …", else an empty string."""
    first = text.split(maxsplit=1)[0].lower().strip(",;:") if text.split() else ""
    if first in ACTING or first in DOUBTFUL:
        return "does"
    return "do" if first in COMMANDING else ""


_BASES = COMMANDING | {word[:-1] for word in ACTING | DOUBTFUL}
_SILENT_E = ("at", "iz", "is", "ut", "uc", "as", "ud", "v")


def imperative(gerund: str) -> str:
    """ "Call" for "Calling", "Rerun" for "Rerunning"; empty where the verb cannot be told."""
    stem = gerund.removesuffix("ing")
    doubled = len(stem) > 3 and stem[-1] == stem[-2]
    forms = (stem, f"{stem}e", stem[:-1] if doubled else stem)
    known = next((form for form in forms if form.lower() in _BASES), "")
    if known or stem == gerund:
        return known
    return f"{stem}e" if stem.endswith(_SILENT_E) else ""
