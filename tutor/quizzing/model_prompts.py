"""What a model is asked when it makes questions: two prompt files, checked when they are loaded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Template

from tutor.errors import ModelError

PROPOSE, ANSWER_OWN = "propose.md", "answer_own.md"
_FOLDER = Path(__file__).with_name("prompts")
_VARIABLES = {
    PROPOSE: frozenset({"count", "wrong", "place", "passage"}),
    ANSWER_OWN: frozenset({"quote", "question", "options"}),
}
# A note could otherwise close its own wrapping and speak with the tutor's voice.
_WRAPPING = re.compile(r"<(?=\s*/?\s*passage)", re.IGNORECASE)


@dataclass(frozen=True)
class ModelPrompt:
    """The system and the user message of a request."""

    system: Template
    user: Template

    def fill(self, values: Mapping[str, object]) -> tuple[str, str]:
        """Both messages with their variables filled in."""
        safe = {name: _WRAPPING.sub("‹", str(value)) for name, value in values.items()}
        return self.system.substitute(safe), self.user.substitute(safe)


@lru_cache
def load_prompt(name: str, folder: Path = _FOLDER) -> ModelPrompt:
    """Read a prompt file: the system message, a line of ``---``, the user message.

    Raises:
        ModelError: the file is missing, or its variables are not those that are filled in.
    """
    try:
        text = (folder / name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _unusable(name, "cannot be read") from error
    system, rule, user = text.partition("\n---\n")
    if not rule:
        raise _unusable(name, "has no line `---` between its two messages")
    templates = Template(system.strip()), Template(user.strip())
    if not all(template.is_valid() for template in templates):
        raise _unusable(name, "holds a `$` that begins no variable")
    held = {name for template in templates for name in template.get_identifiers()}
    if wrong := _VARIABLES[name] ^ held:
        raise _unusable(name, f"lacks or does not know {', '.join(sorted(wrong))}")
    return ModelPrompt(*templates)


def _unusable(name: str, why: str) -> ModelError:
    return ModelError(f"The prompt {name} {why}", "Install study-tutor again, or mend the file")
