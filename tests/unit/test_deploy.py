"""What the program is run with is as safe as the documents say: container, compose and chart."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from weerklank import __version__

ROOT = Path(__file__).parents[2]
CONTAINERFILE = ROOT / "deploy" / "container" / "Containerfile"
COMPOSE = ROOT / "deploy" / "container" / "compose.yaml"
CHART = ROOT / "deploy" / "helm" / "weerklank"
SECRET = re.compile(r"password|token|AGE-SECRET|BEGIN .*KEY", re.IGNORECASE)


def instructions() -> list[tuple[str, str]]:
    text = CONTAINERFILE.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(word.upper(), rest.strip()) for word, _, rest in (o.partition(" ") for o in lines)]


def test_hadolint_finds_nothing_in_the_containerfile() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("hadolint"), CONTAINERFILE],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_an_image_runs_as_nobody_in_particular_and_holds_no_more_than_it_needs() -> None:
    told = instructions()
    last = [word for word, _ in told].index("FROM", 2)
    assert [rest for word, rest in told[last:] if word == "USER"] == ["10001:10001"]
    assert {word for word, _ in told} >= {"HEALTHCHECK", "ENTRYPOINT"}
    assert not {word for word, _ in told} & {"ADD", "VOLUME"}
    assert not [rest for word, rest in told if word in ("ARG", "ENV") and SECRET.search(rest)]
    copied = [rest for word, rest in told if word == "COPY" and "--from" not in rest]
    sources = {part for rest in copied for part in rest.split()[:-1]}
    ignore = (ROOT / ".dockerignore").read_text(encoding="utf-8").split("\n")
    # Only what is copied reaches whoever builds: not .git, not an archive that lies there.
    assert {line.removeprefix("!") for line in ignore if line.startswith("!")} == sources
    assert "*" in ignore


def compose() -> dict[str, Any]:
    found = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("name", ["serve", "schedule"])
def test_a_service_of_compose_is_shut_in(name: str) -> None:
    service = compose()["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["user"] == "10001:10001"
    assert service["mem_limit"] == service["memswap_limit"]  # nothing goes to swap
    assert service["ulimits"]["core"] == 0
    # Archive and keys must both be named: neither has a place of its own beside the other.
    places = [one.split(":/")[0] for one in service["volumes"]]
    assert [one[:2] for one in places] == ["${", "${"]
    assert all(":?" in one for one in places)
    assert len(set(places)) == 2
    assert not SECRET.search(str(service))
    assert service["image"].endswith(f":{__version__}}}")
    if name == "serve":
        assert service["ports"] == ["127.0.0.1:8642:8642"]
        assert "--no-schedule" in service["command"]
        assert "--site" in service["command"]


def test_the_chart_is_of_this_version_and_keeps_its_volumes() -> None:
    chart = yaml.safe_load((CHART / "Chart.yaml").read_text(encoding="utf-8"))
    assert (chart["apiVersion"], chart["appVersion"]) == ("v2", __version__)
    values = yaml.safe_load((CHART / "values.yaml").read_text(encoding="utf-8"))
    texts = {one.name: one.read_text(encoding="utf-8") for one in CHART.glob("templates/*")}
    every = "\n".join(texts.values())
    for path in set(re.findall(r"\.Values\.([\w.]+)", every)):
        here = values
        for part in path.split("."):
            assert part in here, path
            here = here[part]
    assert "helm.sh/resource-policy: keep" in texts["claims.yaml"]
    assert every.count("{{") == every.count("}}")


@pytest.mark.needs("helm")
@pytest.mark.parametrize(
    ("settings", "containers"),
    [
        (["site=https://archief.example"], {"serve", "schedule"}),
        (["site=https://archief.example", "maintenance=true"], {"maintenance"}),
        (
            [
                "site=https://archief.example",
                "replaySite=https://paginas.archief.example",
                "ingress.enabled=true",
                "ingress.tlsSecret=tls",
            ],
            {"serve", "schedule"},
        ),
    ],
)
def test_helm_writes_what_the_chart_says(settings: list[str], containers: set[str]) -> None:
    helm = shutil.which("helm") or "helm"
    given = [word for one in settings for word in ("--set", one)]
    subprocess.run([helm, "lint", "--strict", CHART, *given], check=True, capture_output=True)
    done = subprocess.run(
        [helm, "template", "a", CHART, "--kube-version", "1.31.0", *given],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    made = {one["kind"]: one for one in yaml.safe_load_all(done.stdout) if one}
    pod = made["StatefulSet"]["spec"]["template"]["spec"]
    assert {one["name"] for one in pod["containers"]} == containers
    assert pod["securityContext"]["runAsNonRoot"] is True
    for one in pod["containers"]:
        assert one["securityContext"]["readOnlyRootFilesystem"] is True
        assert one["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    claims = {one["name"]: one.get("persistentVolumeClaim") for one in pod["volumes"]}
    assert claims["archive"] != claims["keys"]
    assert ("Ingress" in made) is ("ingress.enabled=true" in settings)
