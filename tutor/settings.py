"""Settings: environment variables with the prefix ``TUTOR_``, read once at the entry point."""

from __future__ import annotations

from pathlib import Path

import platformdirs
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.course import BUNDLED_COURSE
from tutor.errors import SettingsError

PREFIX = "TUTOR_"


class Settings(BaseSettings):
    """What a learner may set. Frozen.

    Foreign names in ``.env`` (a provider's own key) are ignored here; unknown names with our
    prefix are refused by :func:`load_settings`.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", frozen=True, extra="ignore", hide_input_in_errors=True
    )

    data_dir: Path = Field(
        default=Path(platformdirs.user_data_dir("study-tutor", appauthor=False)),
        description="Folder for indexes, uploaded notes and what you have learnt.",
    )
    course: str = Field(default=BUNDLED_COURSE, description="The course in use when none is named.")
    llm: str = Field(
        default="none",
        description="Language model as `provider:model` (`ollama:llama3.2`, `openai:gpt-5-mini`, "
        "`anthropic:…`, `google_genai:…`, `mistralai:…`, `groq:…`, `huggingface:…`), or `none`.",
    )
    llm_base_url: str | None = Field(
        default=None, description="Address of a model server that speaks the provider's protocol."
    )
    llm_api_key: SecretStr | None = Field(
        default=None, description="Key for the provider; its own variable works too."
    )
    llm_timeout: float = Field(
        default=60.0,
        gt=0,
        description="Seconds of silence before giving up on a model; a whole answer may take five "
        "times as long.",
    )
    llm_max_tokens: int = Field(
        default=2048,
        gt=0,
        description="Longest answer of a model, in tokens; one that reasons needs room for it.",
    )
    llm_calls_per_minute: int = Field(
        default=0,
        ge=0,
        description="Most calls of the model that one learner may make in a minute; 0 is any "
        "number. An answer is one call, a question that the model writes about three.",
    )
    embedding_model: str = Field(
        default="sentence-transformers/all-MiniLM-L6-v2",
        description="Any sentence-transformers model; another one re-embeds all notes.",
    )
    embedding_folder: Path | None = Field(
        default=None, description="Folder that holds the embedding model's files."
    )
    entailment_model: str | None = Field(
        default=None,
        description="A natural-language-inference cross-encoder (a folder, or a name on the hub) "
        "that may veto sentences of a language model.",
    )
    chroma_url: str | None = Field(
        default=None, description="A Chroma server to use in place of the embedded one."
    )
    max_file_mb: float = Field(
        default=50.0, gt=0, description="Largest file of notes that is read, in megabytes."
    )
    max_file_characters: int = Field(
        default=10_000_000, gt=0, description="Longest text that is taken from one file."
    )
    max_file_seconds: float = Field(
        default=300.0, gt=0, description="Longest time that reading one file may take."
    )
    database_url: SecretStr | None = Field(
        default=None,
        description="PostgreSQL for what learners did (`postgresql://user:password@host/name`); "
        "without it, a file in the data folder.",
    )
    learner: str = Field(
        default="me",
        min_length=1,
        max_length=200,
        description="Whose exams and reviews these are, where nobody logs in.",
    )
    auth_file: Path | None = Field(
        default=None,
        description="File of those who may log in (`tutor user add`); with it, the app asks.",
    )
    trusted_proxy_header: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z0-9-]+$",
        description="Header in which a proxy in front names who is logged in (`X-Forwarded-User`). "
        "Only where nobody can reach the app past the proxy, and it drops what clients send.",
    )
    host: str = Field(default="127.0.0.1", description="Address the app listens on.")
    port: int = Field(default=7860, ge=0, le=65_535, description="Port of the app; 0 takes any.")


def load_settings(**given: object) -> Settings:
    """Read the settings; ``given`` (command-line options) wins over the environment.

    Raises:
        SettingsError: an unknown name after the prefix, or a value that does not fit.
    """
    _refuse_unknown_names()
    try:
        return Settings(**{k: v for k, v in given.items() if v is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(
            f"{name} cannot be used: {first['msg']}", "`tutor config` lists every setting"
        ) from error


def _refuse_unknown_names() -> None:
    """A misspelt variable would otherwise be passed over in silence."""
    import os

    from dotenv import dotenv_values

    given = {*os.environ, *dotenv_values(".env")}
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    strays = sorted(n for n in given if n.upper().startswith(PREFIX) and n.upper() not in known)
    if strays:
        raise SettingsError(
            f"{', '.join(strays)} is not a setting", "`tutor config` lists every setting"
        )
