"""What the lock files promise: an install from them is whole, and asks for nothing else."""

import re
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==", re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_all_that_its_packages_require(lock: str) -> None:
    # Installs pass --no-deps, so what is missing here would be missing there.
    pins = {canonicalize_name(name) for name in PIN.findall((ROOT / lock).read_text(encoding="utf-8"))}
    required = [
        (installed.name, requirement)
        for installed in distributions()
        if canonicalize_name(installed.name) in pins
        for requirement in map(Requirement, installed.requires or ())
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""})
    ]
    assert [
        f"{name} needs {want}" for name, want in required if canonicalize_name(want.name) not in pins
    ] == []


@pytest.mark.parametrize("path", ["Makefile", "Dockerfile"])
def test_no_install_resolves_again_what_is_locked(path: str) -> None:
    installs = [
        line for line in (ROOT / path).read_text(encoding="utf-8").splitlines() if "--require-hashes" in line
    ]
    assert installs
    assert all("--no-deps" in line for line in installs)


@pytest.mark.parametrize("lock", [*LOCKS, "requirements-build.lock"])
def test_a_lock_names_no_registry(lock: str) -> None:
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")
