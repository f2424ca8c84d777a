"""Drawing a form: sections by blueprint weight, questions not met before first. Pure, seeded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from math import ceil
from random import Random

from corpus.course import Course
from corpus.questions import Question
from tutor.errors import ExamError
from tutor.learning.exam_form import Form, FormQuestion, blueprint_of

# Where no blueprint says otherwise: the pace of the bundled exam, 90 minutes for 48 questions.
_MINUTES_A_QUESTION = Fraction(90, 48)
_QUESTIONS = 20
MOST_QUESTIONS = 500


def apportion(n: int, weights: Mapping[str, float], room: Mapping[str, int]) -> dict[str, int]:
    """Deal ``n`` seats by weight with the largest remainder; none gets more than its ``room``.

    Where nothing is short of room every share is its quota rounded down or up. What a section
    has no room for goes to the others by the same rule. Ties go to what is named first. Deals
    less than ``n`` only when all are full.
    """
    dealt = dict.fromkeys(weights, 0)
    open_to = {name for name in weights if room.get(name, 0) > 0 and weights[name] > 0}
    left = n
    while left and open_to:
        shares = _largest_remainder(left, {k: w for k, w in weights.items() if k in open_to})
        full = {name for name in shares if shares[name] > room[name]}
        if not full:
            return dealt | shares
        for name in full:
            dealt[name] = room[name]
            left -= room[name]
        open_to -= full
    return dealt


def _largest_remainder(n: int, weights: Mapping[str, float]) -> dict[str, int]:
    """Hare quotas rounded down, the seats left over to the largest remainders."""
    exact = {name: Fraction(str(weight)) for name, weight in weights.items()}
    whole = sum(exact.values())
    quotas = {name: n * weight / whole for name, weight in exact.items()}
    shares = {name: int(quota) for name, quota in quotas.items()}
    by_remainder = sorted(quotas, key=lambda name: shares[name] - quotas[name])
    for name in by_remainder[: n - sum(shares.values())]:
        shares[name] += 1
    return shares


def draw(
    course: Course,
    bank: Sequence[Question],
    *,
    n: int | None = None,
    minutes: int | None = None,
    last_seen: Mapping[str, int],
    without: Collection[str] = (),
    seed: int,
) -> Form:
    """Draw a form. The same arguments give the same form.

    ``n`` and ``minutes`` default to the blueprint's; a shorter or longer form gets time in
    proportion. ``last_seen`` says of questions met before when that was (any growing number);
    ``without`` names questions that must not be asked.

    Raises:
        ExamError: there is no question to ask, or ``n`` or ``minutes`` is out of range.
    """
    wanted = (course.exam.questions if course.exam else _QUESTIONS) if n is None else n
    if not 1 <= wanted <= MOST_QUESTIONS:
        raise ExamError(f"An exam cannot have {wanted} questions", f"Ask for 1 to {MOST_QUESTIONS}")
    pools = _pools(course, [q for q in bank if q.id not in without])
    room = {name: len(pool) for name, pool in pools.items()}
    weights = {s.id: s.weight for s in course.sections} or {"": 1.0}
    seats = apportion(wanted, weights, room)
    if not any(seats.values()):
        raise ExamError(
            f"{course.title} has no questions to make an exam of",
            "Add notes, or a question bank, and run `tutor ingest`",
        )
    random = Random(f"exam {seed}")
    chosen = [
        question
        for name, seat in seats.items()
        for question in _choose(pools.get(name, []), seat, last_seen, random)
    ]
    random.shuffle(chosen)
    return Form(
        **blueprint_of(course),
        questions=tuple(_shuffled(q, q.id in last_seen, random) for q in chosen),
        minutes=_minutes(course, len(chosen), minutes),
        seed=seed,
        notice=_notice(wanted, len(chosen), seats, weights),
    )


def _pools(course: Course, bank: Sequence[Question]) -> dict[str, list[Question]]:
    """Questions by section, in the order of their ids; without a blueprint all are one section."""
    pools: defaultdict[str, list[Question]] = defaultdict(list)
    for question in sorted(bank, key=lambda q: q.id):
        pools[question.section if course.sections else ""].append(question)
    return pools


def _choose(
    pool: Sequence[Question], seats: int, last_seen: Mapping[str, int], random: Random
) -> list[Question]:
    """Those not met before first, then those met longest ago; objectives take turns."""
    shuffled = random.sample(pool, len(pool))
    objectives = sorted({q.objective for q in pool})
    turn = {name: at for at, name in enumerate(random.sample(objectives, len(objectives)))}
    waiting: defaultdict[tuple[bool, str], int] = defaultdict(int)
    order = []
    for question in sorted(shuffled, key=lambda q: last_seen.get(q.id, -1)):
        seen = question.id in last_seen
        round_ = waiting[seen, question.objective]
        waiting[seen, question.objective] += 1
        order.append(((seen, round_, turn[question.objective]), question))
    order.sort(key=lambda pair: pair[0])
    return [question for _, question in order[:seats]]


def _shuffled(question: Question, seen: bool, random: Random) -> FormQuestion:
    """Options in a new order; numbers stay in theirs, as readers expect."""
    order = list(range(len(question.options)))
    if not all(_is_number(option.text) for option in question.options):
        random.shuffle(order)
    return FormQuestion(question=question, order=tuple(order), seen=seen)


def _is_number(text: str) -> bool:
    try:
        float(text.strip().rstrip("%").replace(",", ""))
    except ValueError:
        return False
    return True


def _minutes(course: Course, n: int, given: int | None) -> int:
    if given is not None:
        if not 1 <= given <= 24 * 60:
            raise ExamError(f"An exam cannot last {given} minutes", "Name 1 to 1440 minutes")
        return given
    exam = course.exam
    pace = Fraction(exam.minutes, exam.questions) if exam else _MINUTES_A_QUESTION
    return ceil(n * pace)


def _notice(wanted: int, n: int, seats: Mapping[str, int], weights: Mapping[str, float]) -> str:
    """What a learner should know about a form that could not be drawn as asked for."""
    if n < wanted:
        return f"There are only {n} questions to ask, not {wanted}."
    short = [name for name, fair in _largest_remainder(n, weights).items() if seats[name] < fair]
    if short:
        return f"Section {', '.join(short)} has too few questions for its weight."
    return ""
