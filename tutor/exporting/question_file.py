"""Questions as JSON in the form of a course's bank. Pure."""

from __future__ import annotations

import json

from tutor.exporting.models import ExportSet


def json_bytes(chosen: ExportSet) -> bytes:
    """A list of questions. Laid below ``questions/`` of a course it is a bank; ``tutor health
    --file`` reads it too.
    """
    entries = [question.model_dump(mode="json", exclude_none=True) for question in chosen.questions]
    return (json.dumps(entries, ensure_ascii=False, indent=2) + "\n").encode()
