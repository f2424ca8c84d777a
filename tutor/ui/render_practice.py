"""Practice questions, their explanation and the result of a set as HTML. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.course import Course
from corpus.questions import Question
from tutor.quizzing.models import Explanation, OptionVerdict
from tutor.ui import texts
from tutor.ui.markup import block, escape, inline, items, prose, tag
from tutor.ui.render import sources_html
from tutor.ui.render_exam import turned_to
from tutor.ui.render_sentences import chips
from tutor.ui.session import Practice

_VERDICT_CLASS = {"right": "st-right", "wrong": "st-wrong"}
PASSAGE_PREFIX = "q"


def question_html(practice: Practice, course: Course | None) -> str:
    """The question on the page, without anything of its key."""
    question = practice.current
    if question is None:
        return ""
    facts = [f"{practice.at + 1} / {len(practice.questions)}"]
    facts.append(texts.of("DIFFICULTY", question.difficulty))
    facts.append(texts.of("ORIGIN_NAME", question.origin))
    head = "".join(tag("span", escape(fact), "st-fact") for fact in facts)
    objective = course.objectives.get(question.objective) if course else None
    if objective:
        head += tag("span", escape(f"{objective.id} {objective.title}"), "st-objective")
    bar = tag("progress", "", value=str(practice.at), max=str(len(practice.questions)))
    stem = tag("div", block(question.stem), "st-stem", id="st-practice-stem")
    place = texts.EXAM_QUESTION.format(number=practice.at + 1, total=len(practice.questions))
    title = turned_to(place, f"{practice.at}-{question.id}", "st-practice-stem")
    inner = title + bar + tag("div", head, "st-facts") + stem + lettered_html(question)
    return tag("div", inner, "st-practice")


def choices(question: Question) -> list[tuple[str, str]]:
    """What the radio buttons or check boxes say, and their values (labels)."""
    if needs_list(question):
        return [(label, label) for label in question.labelled()]
    return [
        (f"{label}.  {option.text.replace('`', '').strip()}", label)
        for label, option in question.labelled().items()
    ]


def needs_list(question: Question) -> bool:
    """Whether an option has lines of its own, which a radio button cannot show."""
    return any("\n" in option.text.strip() for option in question.options)


def explanation_html(
    question: Question, explanation: Explanation, prefix: str = PASSAGE_PREFIX
) -> str:
    """Verdict, then every option with its reason and passages, then what to keep.

    ``prefix`` is that of the links to its passages: see :meth:`Session.passage`.
    """
    return tag(
        "div",
        _headline(explanation, prefix)
        + items("ul", _option_rows(question, explanation, prefix), "st-list st-options")
        + (_takeaway(explanation.takeaway) if explanation.takeaway else "")
        + sources_html(explanation.citations, prefix),
        "st-explanation",
    )


def summary_html(practice: Practice) -> str:
    """Score of the set and the questions missed."""
    total, missed = len(practice.questions), practice.missed
    told = texts.EXAM_SCORE.format(right=total - len(missed), total=total)
    score = tag("h2", escape(told), "st-unseen", data_focus=f"summary-{practice.id}")
    score += tag("div", f"{total - len(missed)} / {total}", "st-score", aria_hidden="true")
    if not missed:
        return tag("div", score + tag("p", escape(texts.NOTHING_MISSED)), "st-summary")
    rows = [_missed_row(q, practice.results.get(q.id)) for q in missed]
    head = tag("h3", escape(texts.MISSED), "st-heading")
    return tag("div", score + head + items("ol", rows, "st-missed"), "st-summary")


def dropped_html(rejected: dict[str, int], asked: int, found: int) -> str:
    """How many questions were wanted and found, and what the checks dropped."""
    total = sum(rejected.values())
    if found >= asked and not total:
        return ""
    counted = ", ".join(f"{escape(reason)}: {n}" for reason, n in sorted(rejected.items()))
    line = f"{found} / {asked}"
    detail = f" · {total} {escape(texts.CANDIDATES_DROPPED)} ({counted})" if total else ""
    return tag("p", line + detail, "st-status")


def question_text(question: Question) -> str:
    """A question as Markdown, to be carried into the conversation."""
    rows = [f"- **{label}.** {option.text}" for label, option in question.labelled().items()]
    return "\n".join((question.stem, "", *rows))


def lettered_html(question: Question) -> str:
    """The options as a list, where an option has lines of its own."""
    if not needs_list(question):
        return ""
    rows = [
        tag("strong", f"{label}.") + tag("div", _option(option.text))
        for label, option in question.labelled().items()
    ]
    return items("ul", rows, "st-list st-lettered")


def _option(text: str) -> str:
    if "\n" in text.strip() and not text.lstrip().startswith("```"):
        return f"<pre><code>{escape(text.strip())}</code></pre>"
    return prose(text)


def _headline(explanation: Explanation, prefix: str) -> str:
    """The verdict, which takes the focus when it comes: see focus.js."""
    told, name = texts.NO_KEY, "open-verdict"
    if explanation.key and explanation.answered_right:
        told, name = texts.ANSWERED_RIGHT, "right"
    elif explanation.key:
        told, name = texts.WRONG_AND_KEY.format(key=_listed(explanation.key)), "wrong"
    focus = f"verdict-{prefix}-{explanation.id}"
    return tag("div", escape(told), f"st-headline st-{name}", data_focus=focus)


def _option_rows(question: Question, explanation: Explanation, prefix: str) -> list[str]:
    return [
        _option_row(label, option.text, explanation, prefix)
        for label, option in question.labelled().items()
        if label in explanation.options
    ]


def _option_row(label: str, text: str, explanation: Explanation, prefix: str) -> str:
    verdict: OptionVerdict = explanation.options[label]
    named = {"right": texts.RIGHT, "wrong": texts.WRONG}.get(verdict.verdict, texts.UNSETTLED)
    mark = tag("span", escape(named), f"st-verdict {_VERDICT_CLASS.get(verdict.verdict, '')}")
    mine = tag("span", escape(texts.YOU_CHOSE), "st-mine") if label in explanation.chosen else ""
    head = tag("div", tag("strong", f"{label}") + mark + mine, "st-option-head")
    passages = chips(verdict.citations, explanation.citations, prefix)
    why = tag("p", inline(verdict.why) + passages, "st-why") if verdict.why or passages else ""
    return head + tag("div", _option(text), "st-option-text") + why


def _takeaway(text: str) -> str:
    return tag("p", f"<strong>{escape(texts.TAKEAWAY)}:</strong> {inline(text)}", "st-takeaway")


def _missed_row(question: Question, result: Explanation | None) -> str:
    key = sorted(question.key)
    options = question.labelled()
    chosen = _listed(result.chosen) if result and result.chosen else texts.NOT_ANSWERED
    answer = " · ".join(f"{label} {inline(_first_line(options[label].text))}" for label in key)
    lines = [
        tag("div", inline(_first_line(question.stem)), "st-missed-stem"),
        tag("div", f"{escape(texts.YOU_CHOSE)}: {escape(chosen)}"),
        tag("div", f"{escape(texts.RIGHT)}: {answer}"),
    ]
    if question.takeaway:
        lines.append(_takeaway(question.takeaway))
    return "".join(lines)


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0]


def _listed(labels: Sequence[str]) -> str:
    return ", ".join(sorted(labels))
