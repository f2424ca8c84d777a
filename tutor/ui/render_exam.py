"""Mock exams as HTML while they run: the list, the clock, the navigator, a question. Pure.

Everything here is made from an :class:`ExamView`, which holds no key.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.course import Exam
from tutor.learning.exam_history import ExamEntry
from tutor.learning.exam_view import ExamView, QuestionView
from tutor.ui import texts
from tutor.ui.markup import block, command, escape, items, prose, tag


def intro_html(exam: Exam | None, questions: int) -> str:
    """What an exam is like, or that there is none."""
    if not questions:
        return tag("p", escape(texts.EXAM_NO_BANK), "st-intro")
    if exam is None:
        return tag("p", escape(texts.EXAM_INTRO_PLAIN), "st-intro")
    told = texts.EXAM_INTRO.format(questions=exam.questions, minutes=exam.minutes)
    note = tag("p", escape(exam.passing_score_note), "st-intro") if exam.passing_score_note else ""
    return tag("p", escape(told), "st-intro") + note


def lengths(questions: int, minutes: int) -> list[tuple[str, int]]:
    """The whole exam and shorter forms of it: what is shown, and how many questions."""
    listed: list[tuple[str, int]] = []
    for part in (1, 2, 4):
        number = round(questions / part)
        if number and number not in {n for _, n in listed}:
            told = texts.EXAM_LENGTH_CHOICE.format(
                questions=number, minutes=round(minutes * number / questions)
            )
            listed.append((told, number))
    return listed


def entries_html(entries: Sequence[ExamEntry]) -> str:
    """The learner's exams, newest first; each opens its report or goes on."""
    head = tag("h2", escape(texts.EXAM_EARLIER), "st-heading")
    if not entries:
        return head + tag("p", escape(texts.EXAM_NONE_YET), "st-empty")
    return head + items("ul", map(_entry, reversed(entries)), "st-list st-exams")


def _entry(entry: ExamEntry) -> str:
    when = entry.started.astimezone().strftime("%Y-%m-%d %H:%M")
    if entry.score is None:
        score = tag("span", escape(texts.EXAM_OPEN), "st-badge")
        opens = command("exam", entry.exam, escape(texts.EXAM_CONTINUE), "st-action")
        return tag("span", when) + score + opens
    told = texts.EXAM_SCORE.format(right=entry.score.right, total=entry.score.total)
    return tag("span", when) + command("exam", entry.exam, escape(told), "st-action")


def clock_html(view: ExamView) -> str:
    """What ``clock.js`` counts down from; the deadline itself stays with the server."""
    return tag(
        "div",
        tag("span", escape(texts.EXAM_TIME_LEFT), "st-clock-name")
        + tag("time", _clock(view.remaining_seconds), "st-clock-left", role="timer")
        + tag("span", "", "st-clock-said", role="status"),
        "st-clock",
        data_left=f"{view.remaining_seconds:.1f}",
        data_exam=view.exam,
        data_warning=texts.EXAM_FIVE_MINUTES,
        data_over=texts.EXAM_TIME_UP,
    )


def _clock(seconds: float) -> str:
    whole = int(seconds)
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def navigator_html(view: ExamView) -> str:
    """A link for each question, marked as answered, open or flagged."""
    links = [_number(q, current=q.number == view.position) for q in view.questions]
    name = escape(texts.EXAM_NAVIGATOR)
    return tag("nav", items("ol", links, "st-numbers"), "st-navigator", aria_label=name)


def _number(question: QuestionView, *, current: bool) -> str:
    classes = f"st-number st-is-{state_of(question)}"
    # Both are there and one is hidden by the class, which kept.js changes.
    inner = str(question.number) + "".join(
        tag("span", f" {escape(texts.of('EXAM_STATE', state))}", f"st-unseen st-if-{state}")
        for state in ("answered", "open")
    )
    if question.flagged:
        classes += " st-is-flagged"
        inner += tag("span", "⚑", "st-number-flag", aria_hidden="true")
        inner += tag("span", f", {escape(texts.EXAM_STATE_flagged)}", "st-unseen")
    if current:
        classes += " st-is-current"
    return command("number", str(question.number), inner, classes)


def state_of(question: QuestionView) -> str:
    """``answered`` or ``open``."""
    return "answered" if question.chosen else "open"


def question_html(view: ExamView) -> str:
    """The question the learner is at."""
    question = at(view)
    place = texts.EXAM_QUESTION.format(number=question.number, total=view.total)
    told = texts.EXAM_CHOOSE_SEVERAL if question.kind == "multiple" else texts.EXAM_CHOOSE_ONE
    facts = tag("span", escape(place), "st-fact") + tag("span", escape(told), "st-fact")
    if question.flagged:
        facts += tag("span", f"⚑ {escape(texts.EXAM_STATE_flagged)}", "st-fact st-is-flagged")
    notice = tag("p", escape(view.notice), "st-status") if view.notice else ""
    lettered = _lettered(question) if needs_list(question) else ""
    stem = tag("div", block(question.stem), "st-stem", id="st-exam-stem")
    head = turned_to(place, f"{view.exam}-{question.number}", "st-exam-stem")
    return tag(
        "div", head + notice + tag("div", facts, "st-facts") + stem + lettered, "st-practice"
    )


def turned_to(place: str, name: str, stem: str) -> str:
    """An unseen heading that takes the focus when a question comes on the page; see focus.js.

    ``name`` is different for each question, ``stem`` the id of what is read out with the heading.
    """
    return tag("h2", escape(place), "st-unseen", data_focus=name, aria_describedby=stem)


def at(view: ExamView) -> QuestionView:
    """The question the learner is at."""
    return view.questions[view.position - 1]


def needs_list(question: QuestionView) -> bool:
    """Whether an option has lines of its own, which a radio button cannot show."""
    return any("\n" in text.strip() for text in question.options.values())


def choices(question: QuestionView) -> list[tuple[str, str]]:
    """What the radio buttons or check boxes say, and their values (see :func:`value_of`)."""
    listed = needs_list(question)
    return [
        (label if listed else f"{label}.  {_in_a_line(text)}", value_of(question, label))
        for label, text in question.options.items()
    ]


def _in_a_line(text: str) -> str:
    return text.replace("`", "").strip()


def value_of(question: QuestionView, label: str) -> str:
    """An option's value, ``3.B``: it says whose option it is, so that none counts for another."""
    return f"{question.number}.{label}"


def chosen_labels(question: QuestionView, values: Iterable[str]) -> tuple[str, ...] | None:
    """The labels of chosen values; nothing when those are of another question."""
    pairs = [value.partition(".")[::2] for value in values]
    if any(number != str(question.number) for number, _ in pairs):
        return None
    return tuple(sorted(label for _, label in pairs))


def _lettered(question: QuestionView) -> str:
    rows = [
        tag("strong", f"{label}.") + tag("div", _option(text))
        for label, text in question.options.items()
    ]
    return items("ul", rows, "st-list st-lettered")


def _option(text: str) -> str:
    if "\n" in text.strip() and not text.lstrip().startswith("```"):
        return f"<pre><code>{escape(text.strip())}</code></pre>"
    return prose(text)


def before_submit_html(view: ExamView) -> str:
    """What is not answered and what is flagged, each number a link."""
    head = tag("h2", escape(texts.EXAM_BEFORE_SUBMIT), "st-heading")
    if view.unanswered:
        told = texts.EXAM_UNANSWERED.format(count=len(view.unanswered))
        unanswered = tag("p", escape(told)) + numbers_html(view.unanswered, "number")
    else:
        unanswered = tag("p", escape(texts.EXAM_ALL_ANSWERED))
    flagged = ""
    if view.flagged:
        told = texts.EXAM_FLAGGED.format(count=len(view.flagged))
        flagged = tag("p", escape(told)) + numbers_html(view.flagged, "number")
    return tag("div", head + unanswered + flagged, "st-before-submit", data_focus="before-submit")


def numbers_html(numbers: Iterable[int], verb: str) -> str:
    """Question numbers as a row of links."""
    links = [command(verb, str(n), str(n), "st-number") for n in numbers]
    return items("ol", links, "st-numbers")
