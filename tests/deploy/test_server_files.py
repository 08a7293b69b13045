"""The files for a server: valid, without default secrets, with the proxy as the only door. They are not run here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

BASE_DIR = Path(__file__).resolve().parent.parent.parent
TOOLS = Path(sys.prefix) / "bin"
SECRETS = {
    "TRACKER_HOST": "tracker.example.org",
    "TRACKER_SECRET_KEY": "s" * 50,
    "TRACKER_SEALING_KEYS": "ZGV2ZWxvcG1lbnQtb25seS1zZWFsaW5nLWtleS0zMmI=",
    "POSTGRES_PASSWORD": "p1",
    "VALKEY_PASSWORD": "v1",
}


def compose(*arguments: str, given: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(TOOLS / "docker-compose"), "-f", "docker-compose.yml", *arguments],
        cwd=BASE_DIR,
        env={"PATH": os.defpath, "HOME": "/nonexistent", **given},
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def stack() -> dict:
    shown = compose("config", "--format", "json", given=SECRETS)
    assert shown.returncode == 0, shown.stderr
    return json.loads(shown.stdout)


def test_compose_file_has_the_services_of_up_and_a_proxy(stack: dict):
    assert sorted(stack["services"]) == ["beat", "migrate", "postgres", "proxy", "valkey", "web", "worker"]


@pytest.mark.parametrize("missing", sorted(SECRETS))
def test_compose_file_without_a_secret_is_refused_by_its_name(missing: str):
    refused = compose("config", "-q", given={name: value for name, value in SECRETS.items() if name != missing})

    assert refused.returncode != 0
    assert f"required variable {missing} is missing a value" in refused.stderr


def test_only_the_proxy_is_published_and_only_proxy_and_worker_reach_the_outside(stack: dict):
    services = stack["services"]

    assert {name for name, service in services.items() if service.get("ports")} == {"proxy"}
    assert {name for name, service in services.items() if "outside" in service["networks"]} == {"proxy", "worker"}
    assert stack["networks"]["inside"]["internal"] is True


def test_the_projects_own_services_write_to_their_volume_alone_and_hold_no_rights(stack: dict):
    for name in ("migrate", "web", "worker", "beat"):
        service = stack["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert [volume["target"] for volume in service["volumes"]] == ["/data"]


def test_dockerfile_passes_hadolint_and_does_not_run_as_root():
    checked = subprocess.run([str(TOOLS / "hadolint"), "Dockerfile"], cwd=BASE_DIR, capture_output=True, text=True)
    users = [line for line in (BASE_DIR / "Dockerfile").read_text().splitlines() if line.startswith("USER ")]

    assert checked.stdout == ""
    assert users == ["USER 10001:10001"]
