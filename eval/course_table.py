"""What the bundled course holds, as a page; ``python -m eval.course_table`` renews it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from corpus.course import Course, Section, bundled_courses
from corpus.questions import read_questions
from eval.bank_review import Review, blind_lines, read_review, review_lines
from eval.cases import CASES_FOLDER, Fact, read_cases
from index.sentences import prose_spans

PAGE = Path(__file__).parents[1] / "docs" / "course.md"
_UNVERIFIED = "(unverified)"
_PRACTISED = re.compile(r"practises objectives? ((?:\d\.\d\d|,? and |, )+)")
_LAB = re.compile(r"lab-(\d+)-")


def course_page(course: Course, facts: Sequence[Fact], review: Review | None = None) -> str:
    """Return the page on a course, its known facts and its bank's review, as Markdown."""
    questions = read_questions(course.questions_folder)
    lines = [
        f"# What the course holds: {course.title}",
        "",
        "Written by `python -m eval.course_table`; a test keeps it current.",
        "",
        *_objectives(course, facts),
        *_folders(course, facts),
        *(review_lines(review) if review else ()),
        *(blind_lines(questions) if questions else ()),
        *_unverified(course),
    ]
    return "\n".join(lines) + "\n"


def _objectives(course: Course, known: Sequence[Fact]) -> Iterator[str]:
    notes = [path.name for path in course.notes_folder.rglob("*.md")]
    questions = Counter(q.objective for q in read_questions(course.questions_folder))
    facts = Counter(fact.objective for fact in known)
    labs = _labs(course)
    yield from ("## Objectives", "", "Labs are counted by their numbers.", "")
    yield "| Objective | Notes | Labs | Questions | Known facts |"
    yield "|---|--:|---|--:|--:|"
    for section in course.sections:
        ids = [objective.id for objective in section.objectives]
        yield _section_row(section, notes, [questions[i] for i in ids], [facts[i] for i in ids])
        for objective in section.objectives:
            practised = ", ".join(str(number) for number in sorted(labs.get(objective.id, ())))
            yield (
                f"| {objective.id} {objective.title} | {_begin_with(notes, objective.id)} "
                f"| {practised} | {questions[objective.id]} | {facts[objective.id]} |"
            )
    yield ""


def _section_row(section: Section, notes: list[str], questions: list[int], facts: list[int]) -> str:
    count = sum(_begin_with(notes, objective.id) for objective in section.objectives)
    title = f"**{section.id} {section.title}** ({section.weight:g} % of the exam)"
    return f"| {title} | {count} | | {sum(questions)} | {sum(facts)} |"


def _begin_with(names: Iterable[str], objective: str) -> int:
    return sum(name.startswith(f"{objective}-") for name in names)


def _labs(course: Course) -> dict[str, set[int]]:
    """Numbers of the labs that say they practise an objective, by its id."""
    labs: dict[str, set[int]] = {}
    for path in course.notes_folder.rglob("lab-*.md"):
        number = _LAB.match(path.name)
        named = _PRACTISED.search(path.read_text("utf-8"))
        if number and named:
            for objective in re.findall(r"\d\.\d\d", named.group(1)):
                labs.setdefault(objective, set()).add(int(number.group(1)))
    return labs


def _folders(course: Course, facts: Sequence[Fact]) -> Iterator[str]:
    files = sorted(path for path in course.notes_folder.rglob("*") if path.is_file())
    folders = Counter(path.relative_to(course.folder).parent.as_posix() for path in files)
    proved = Counter(fact.evidence.source.rpartition("/")[0] for fact in facts if fact.evidence)
    yield from ("## Folders", "", "| Folder | Files | Known facts |", "|---|--:|--:|")
    for folder in sorted(folders):
        yield f"| `{folder}` | {folders[folder]} | {proved[folder]} |"
    yield ""


def _unverified(course: Course) -> Iterator[str]:
    yield from ("## Claims that could not be verified", "")
    yield "The notes mark these as unverified; each note's sources say what was looked for."
    yield ""
    for path in sorted(course.notes_folder.rglob("*.md")):
        for line in path.read_text("utf-8").splitlines():
            for start, end in prose_spans(line, 0, len(line)):
                if _UNVERIFIED in (claim := line[start:end].removeprefix("- ")):
                    yield f"- `{path.relative_to(course.notes_folder).as_posix()}`: {claim}"


def bundled_page() -> str:
    """The page on the bundled course, as it ought to stand in docs/course.md."""
    course = next(iter(bundled_courses().values()))
    return course_page(course, read_cases(CASES_FOLDER / "facts", Fact), read_review())


if __name__ == "__main__":
    PAGE.write_text(bundled_page(), "utf-8")
