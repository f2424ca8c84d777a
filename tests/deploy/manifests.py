"""What ``deploy/`` says: services of the compose file, objects of the Kubernetes files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

DEPLOY = Path(__file__).parents[2] / "deploy"


def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8")))


def objects() -> list[dict[str, Any]]:
    files = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
    return [each for file in files for each in yaml.safe_load_all(file.read_text("utf-8"))]


def of_kind(*kinds: str) -> dict[str, dict[str, Any]]:
    return {o["metadata"]["name"]: o for o in objects() if o["kind"] in kinds}


def containers() -> dict[str, dict[str, Any]]:
    """The one container of each workload, by the workload's name."""
    found = {}
    for name, workload in of_kind("Deployment", "StatefulSet").items():
        (found[name],) = workload["spec"]["template"]["spec"]["containers"]
    return found


def variables(container: dict[str, Any]) -> dict[str, str]:
    """Plain environment variables; those from a secret have no value here."""
    return {each["name"]: each.get("value", "") for each in container.get("env", ())}
