"""What the documents say is what the code does: tables, links, commands, settings, dependencies."""

import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from bot.core.commands import parse
from bot.settings import PREFIX, Settings

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def name_of(document):
    return str(document.relative_to(ROOT))


def test_tables_come_from_the_code():
    script = [sys.executable, "tools/write_docs.py", "--check"]
    done = subprocess.run(script, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("", "")


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_links_lead_somewhere(document):
    for target in re.findall(r"\]\(([^)#\s]+)", document.read_text()):
        assert target.startswith("http") or (document.parent / target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_chat_commands_can_be_typed(document):
    for line in re.findall(r"^/civicwatch .+$", document.read_text(), re.MULTILINE):
        assert parse(line)


@pytest.mark.parametrize("document", [*DOCUMENTS, ROOT / ".env.example"], ids=name_of)
def test_settings_exist(document):
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields} | {"CIVICWATCH_TEST_POSTGRES_URL"}
    named = set(re.findall(rf"\b{PREFIX}[A-Z][A-Z_]+[A-Z]\b", document.read_text()))
    assert {name.removesuffix("_FILE") if name not in known else name for name in named} <= known


def test_make_targets_exist():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for document in DOCUMENTS:
        for command in re.findall(r"(?:^|`)make ([a-z -]+)", document.read_text(), re.MULTILINE):
            assert set(command.split()) <= targets, (document, command)


def test_every_dependency_has_its_licence_and_reason():
    groups = [PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"].values()]
    wanted = {re.match(r"[\w.-]+", requirement)[0].lower() for group in groups for requirement in group}
    rows = re.findall(
        r"^\| ([\w.-]+) \| ([^|]+) \| ([^|]+) \|$", (ROOT / "docs/dependencies.md").read_text(), re.MULTILINE
    )
    told = {name: licence for name, licence, _ in rows if name not in {"Package", "---"}}
    assert set(told) == wanted
    for name, licence in told.items():
        facts = metadata.metadata(name)
        declared = " ".join([facts.get("License-Expression") or "", *(facts.get_all("License") or [])[:1]])
        declared += " ".join(line for line in facts.get_all("Classifier") or [] if line.startswith("License"))
        family = re.split(r"[ -]", licence)[0]
        assert family in declared, (name, licence, declared[:100])
