"""The files in ``deploy/`` agree with the tutor, and with one another."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from manifests import DEPLOY, compose, containers, of_kind, variables

from tutor.settings import PREFIX, Settings

KNOWN = {PREFIX + name.upper() for name in Settings.model_fields}
HOUSE = DEPLOY.parent


def dockerfile() -> str:
    return (DEPLOY / "Dockerfile").read_text("utf-8")


def port_of(container: dict[str, Any]) -> int:
    (port,) = container["ports"]
    return int(port["containerPort"])


def test_every_variable_of_ours_is_a_setting() -> None:
    given = {name for c in containers().values() for name in variables(c)}
    given |= compose()["services"]["app"]["environment"].keys()
    given |= set(re.findall(r"\bTUTOR_[A-Z_]+", dockerfile()))
    ours = {name for name in given if name.startswith(PREFIX)}
    assert {"TUTOR_CHROMA_URL", "TUTOR_DATABASE_URL", "TUTOR_AUTH_FILE"} <= ours
    assert ours <= KNOWN


def test_no_service_makes_a_variable_that_looks_like_a_setting() -> None:
    """Kubernetes gives each container ``<SERVICE>_PORT`` of each service, as an address."""
    for name in of_kind("Service"):
        assert not name.upper().replace("-", "_").startswith(PREFIX.rstrip("_"))
    pod = of_kind("Deployment")["study-tutor"]["spec"]["template"]["spec"]
    assert pod["enableServiceLinks"] is False


def test_addresses_of_the_compose_file_lead_to_its_services() -> None:
    services = compose()["services"]
    given = services["app"]["environment"]
    for name in ("TUTOR_CHROMA_URL", "TUTOR_DATABASE_URL", "TUTOR_LLM_BASE_URL"):
        address = urlsplit(re.sub(r"\$\{[^}]*\}", "x", given[name]))
        assert str(address.port) in services[address.hostname]["expose"]
    chroma = services["chroma"]["command"]
    assert chroma[chroma.index("--port") + 1] in services["chroma"]["expose"]


def test_addresses_of_kubernetes_lead_to_its_services() -> None:
    services = of_kind("Service")
    given = variables(containers()["study-tutor"])
    for name in ("TUTOR_CHROMA_URL", "TUTOR_LLM_BASE_URL"):
        address = urlsplit(given[name])
        assert address.port == services[str(address.hostname)]["spec"]["ports"][0]["port"]


@pytest.mark.parametrize("name", ["study-tutor", "chroma", "postgresql", "model"])
def test_services_and_probes_lead_to_a_port_of_the_container(name: str) -> None:
    container, service = containers()[name], of_kind("Service")[name]["spec"]
    (port,) = container["ports"]
    assert service["ports"][0]["targetPort"] == port["name"]
    assert service["selector"] == {"app": name}
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        if "httpGet" in container.get(probe, {}):
            assert container[probe]["httpGet"]["port"] == port["name"]
    words = [*container.get("command", ()), *container.get("args", ())]
    if "--port" in words:
        assert int(words[words.index("--port") + 1]) == port["containerPort"]


@pytest.mark.parametrize("name", ["study-tutor", "chroma", "postgresql", "model"])
def test_what_is_mounted_is_there(name: str) -> None:
    workload = of_kind("Deployment", "StatefulSet")[name]["spec"]
    pod = workload["template"]["spec"]
    there = {v["name"] for v in pod.get("volumes", ())}
    there |= {c["metadata"]["name"] for c in workload.get("volumeClaimTemplates", ())}
    mounted = {m["name"] for m in containers()[name].get("volumeMounts", ())}
    assert mounted == there
    for volume in pod.get("volumes", ()):
        if "persistentVolumeClaim" in volume:
            claim = of_kind("PersistentVolumeClaim")[volume["persistentVolumeClaim"]["claimName"]]
            assert claim["spec"]["accessModes"] == ["ReadWriteMany"]
    services, volumes = compose()["services"], compose()["volumes"]
    named = [v for s in services.values() for v in s.get("volumes", ()) if not v.startswith(".")]
    assert {v.partition(":")[0] for v in named} == volumes.keys()


def test_a_learner_stays_with_one_replica() -> None:
    assert of_kind("Service")["study-tutor"]["spec"]["sessionAffinity"] == "ClientIP"
    door = (DEPLOY / "nginx.conf").read_text("utf-8")
    assert "ip_hash;" in door
    port = re.search(r"ENV.*?TUTOR_PORT=(\d+)", dockerfile(), re.DOTALL)
    assert port
    assert f"server app:{port[1]};" in door
    assert port[1] in compose()["services"]["app"]["expose"]
    assert int(port[1]) == port_of(containers()["study-tutor"])
    assert f"EXPOSE {port[1]}\n" in dockerfile()
    listens = re.search(r"listen (\d+);", door)
    assert listens
    assert compose()["services"]["door"]["ports"] == [f"8080:{listens[1]}"]


def test_the_image_is_made_of_what_is_there() -> None:
    copied = [line.split()[1:-1] for line in dockerfile().splitlines() if line.startswith("COPY")]
    names = [name for names in copied for name in names]
    assert all((HOUSE / name).exists() for name in names)
    assert {"corpus", "index", "tutor", "eval", "pyproject.toml", "constraints.txt"} <= {*names}
    extras = re.search(r"'\.\[([a-z,]+)\]'", dockerfile())
    assert extras
    project = (HOUSE / "pyproject.toml").read_text("utf-8")
    for extra in extras[1].split(","):
        assert f"\n{extra} = [" in project
