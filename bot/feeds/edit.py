"""Change feeds.yaml as a careful person would: add or remove single entries, touch nothing else.

The file is changed as text, so comments, order and grouping stay; writing the values out anew, even by a
library that keeps comments, respells what it does not touch and knows no groups. What comes out is read as a
catalogue before it takes the place of the file: it must hold what it held, plus or minus the entries meant.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from bot.core.errors import ConfigError
from bot.feeds.catalog import Catalog, read_catalog
from bot.feeds.newfeed import NewFeed
from bot.feeds.sections import with_entries, without_entry

BOM = "\ufeff"


def add_feeds(
    path: Path, feeds: Sequence[NewFeed], *, environment: Mapping[str, str] | None = None
) -> Catalog:
    """Write each entry beside its like. Raise ConfigError, and write nothing, if the file would be wrong."""
    return _changed(
        path,
        lambda text: with_entries(text, feeds),
        slugs={feed.slug for feed in feeds},
        environment=environment,
    )


def remove_feed(path: Path, slug: str, *, environment: Mapping[str, str] | None = None) -> Catalog:
    """Take the entry, and the comment directly above it, out. Raise ConfigError if there is none."""
    return _changed(path, lambda text: without_entry(text, slug), slugs={slug}, environment=environment)


def _changed(
    path: Path,
    change: Callable[[str], str],
    *,
    slugs: Collection[str],
    environment: Mapping[str, str] | None,
) -> Catalog:
    path = path.resolve()  # a link is followed, not replaced by a file
    before = read_catalog(path, environment=environment)
    old = path.read_bytes()
    text = old.decode("utf-8")
    mark = BOM if text.startswith(BOM) else ""
    new = (mark + change(text.removeprefix(BOM))).encode("utf-8")
    try:
        # In the same folder, so that taking the place is one step; under the same name, for the messages.
        with tempfile.TemporaryDirectory(prefix=".civicwatch-", dir=path.parent) as folder:
            draft = Path(folder) / path.name
            _write(draft, new)
            after = read_catalog(draft, environment=environment)
            _compare(before, after, slugs, path)
            shutil.copymode(path, draft)
            if path.read_bytes() != old:
                raise ConfigError(f"{path.name}: somebody changed it meanwhile: try again")
            draft.replace(path)
    except OSError as exc:
        raise ConfigError(
            f"{path}: cannot be replaced ({exc.strerror or exc}): make its folder writable for this user; "
            "in a container, mount the folder instead of the file"
        ) from exc
    return after


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _compare(before: Catalog, after: Catalog, slugs: Collection[str], path: Path) -> None:
    """Refuse a change that touched more than it should: a block run into its neighbour, a lost anchor."""
    kept = [feed for feed in before.feeds if feed.slug not in slugs]
    if [feed for feed in after.feeds if feed.slug not in slugs] == kept and (
        before.subscriptions == after.subscriptions
    ):
        return
    raise ConfigError(f"{path.name}: its form cannot be changed safely by command: edit it by hand")
