"""A small real course: eleven metals, notes and a bank of 48 questions whose keys the notes prove."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from corpus.course import read_course
from tutor.courses import CourseShelf

COURSE, TITLE = "metals", "Metals"
_BLUEPRINT = """
title = "Metals"
examples = ["Which metal melts at 1085 °C?", "What is the symbol of tin?"]

[exam]
questions = 48
minutes = 90
as_of = 2026-01-01
source = "a textbook"
passing_score_note = "There is no passing score."

[[section]]
id = "1"
title = "Names and numbers"
weight = 50
objectives = [
    { id = "1.01", title = "Name the symbol of a metal" },
    { id = "1.02", title = "Name the atomic number of a metal" },
]

[[section]]
id = "2"
title = "Heat and weight"
weight = 50
objectives = [
    { id = "2.01", title = "Compare melting points" },
    { id = "2.02", title = "Compare densities" },
]
"""


@dataclass(frozen=True)
class Metal:
    """Melting point in °C, density in g/cm³."""

    name: str
    symbol: str
    number: int
    melts: int
    density: float


METALS = (
    Metal("Aluminium", "Al", 13, 660, 2.70),
    Metal("Copper", "Cu", 29, 1085, 8.96),
    Metal("Gold", "Au", 79, 1064, 19.32),
    Metal("Iron", "Fe", 26, 1538, 7.87),
    Metal("Lead", "Pb", 82, 327, 11.34),
    Metal("Magnesium", "Mg", 12, 650, 1.74),
    Metal("Nickel", "Ni", 28, 1455, 8.91),
    Metal("Silver", "Ag", 47, 962, 10.49),
    Metal("Tin", "Sn", 50, 232, 7.29),
    Metal("Titanium", "Ti", 22, 1668, 4.51),
    Metal("Zinc", "Zn", 30, 420, 7.13),
)


@dataclass(frozen=True)
class Property:
    """What the notes say of each metal, and how it is asked."""

    objective: str
    note: str
    says: str
    asks: str
    options: int

    def value(self, metal: Metal) -> str:
        return str({"1.01": metal.symbol, "1.02": metal.number, "2.01": f"{metal.melts} °C",
                    "2.02": f"{metal.density:.2f} g/cm³"}[self.objective])  # fmt: skip

    def sentence(self, metal: Metal) -> str:
        return self.says.format(name=metal.name, value=self.value(metal))


PROPERTIES = (
    Property(
        "1.01", "Symbols", "The symbol of {name} is {value}.", "What is the symbol of {name}?", 6
    ),
    Property(
        "1.02", "Atomic numbers", "{name} has the atomic number {value}.",
        "Which atomic number does {name} have?", 4,
    ),
    Property(
        "2.01", "Melting points", "{name} melts at {value}.",
        "At which temperature does {name} melt?", 4,
    ),
    Property(
        "2.02", "Densities", "{name} has a density of {value}.",
        "Which density does {name} have?", 4,
    ),
)  # fmt: skip
_PAIRS = (
    ("2.01", "Lead", "Tin", "melt below 400 °C", ("Iron", "Nickel", "Titanium")),
    ("2.01", "Iron", "Titanium", "melt above 1500 °C", ("Zinc", "Silver", "Copper")),
    ("2.02", "Aluminium", "Magnesium", "are lighter than 3 g/cm³", ("Zinc", "Lead", "Nickel")),
    ("2.02", "Gold", "Lead", "are heavier than 11 g/cm³", ("Iron", "Tin", "Zinc")),
)


def make_course(data: Path, folder: Path) -> None:
    """Write the course to ``folder`` and make it known to an installation at ``data``."""
    notes, questions = folder / "notes", folder / "questions"
    notes.mkdir(parents=True)
    questions.mkdir()
    (folder / "course.toml").write_text(f'id = "{COURSE}"\n{_BLUEPRINT}', "utf-8")
    for asked in PROPERTIES:
        (notes / f"{asked.objective}.md").write_text(_note(asked), "utf-8")
        bank = [*map(_single, [asked] * len(METALS), METALS), *_several(asked.objective)]
        text = yaml.safe_dump(bank, allow_unicode=True, sort_keys=False)
        (questions / f"{asked.objective}.yaml").write_text(text, "utf-8")
    read_course(folder)
    CourseShelf(data).add_paths(COURSE, [folder])


def _note(asked: Property) -> str:
    lines = [asked.sentence(metal) for metal in METALS]
    pairs = [
        f"{a} and {b.lower()} {what}." for name, a, b, what, _ in _PAIRS if name == asked.objective
    ]
    return f"# {asked.note} of metals\n\n## {asked.note}\n\n" + "\n\n".join([*lines, *pairs]) + "\n"


def _single(asked: Property, metal: Metal) -> dict[str, Any]:
    at = METALS.index(metal)
    others = [METALS[(at + step) % len(METALS)] for step in range(1, asked.options)]
    offered = [*others, metal] if at % 2 else [metal, *others]
    return {
        "id": f"q-{asked.objective}-{at + 1:02}",
        "objective": asked.objective,
        "stem": asked.asks.format(name=metal.name.lower()),
        "options": [
            {
                "text": asked.value(other),
                "correct": other is metal,
                "why": "As the notes say." if other is metal else f"That is {other.name.lower()}.",
            }
            for other in offered
        ],
        "takeaway": asked.sentence(metal),
        "receipt": {"source": f"notes/{asked.objective}.md", "quote": asked.sentence(metal)},
    }


def _several(objective: str) -> list[dict[str, Any]]:
    listed = []
    for number, (name, a, b, what, others) in enumerate(_PAIRS, 1):
        if name != objective:
            continue
        quote = f"{a} and {b.lower()} {what}."
        listed.append(
            {
                "id": f"q-{objective}-{20 + number}",
                "objective": objective,
                "kind": "multiple",
                "stem": f"Which of these metals {what}? (Choose two.)",
                "options": [
                    {"text": o, "correct": o in (a, b), "why": f"Compare {o.lower()} in the notes."}
                    for o in (others[0], a, others[1], b, others[2])
                ],
                "takeaway": quote,
                "receipt": {"source": f"notes/{objective}.md", "quote": quote},
            }
        )
    return listed
