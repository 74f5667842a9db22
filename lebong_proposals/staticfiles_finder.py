"""Static files that do not lie in ``static/`` as they are sent: an allow-list out of packages, the web font, the
bundles and the scripts of single pages.

Collecting whole packages would publish some eighty files nobody asks for; here a file exists because it is listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from lebong_proposals import bundles, webfont


def _package_file(package: str, *parts: str) -> Path:
    """Find a file of an installed package without importing it."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"The package {package} is not installed")
    return Path(spec.submodule_search_locations[0]).joinpath(*parts)


def _bundle(name: str) -> Path:
    return bundles.bundle(name, settings.BASE_DIR / "static", Path(settings.GENERATED_STATIC_DIR))


SOURCES: dict[str, Callable[[], Path]] = {
    "vendor/bootstrap.min.css": lambda: _package_file("bootstrap", "css", "bootstrap.min.css"),
    # The stylesheet names its map, and the manifest storage refuses a reference it cannot resolve.
    "vendor/bootstrap.min.css.map": lambda: _package_file("bootstrap", "css", "bootstrap.min.css.map"),
    "vendor/htmx-2.min.js": lambda: _package_file("django_htmx", "static", "django_htmx", "htmx-2.min.js"),
    f"fonts/{webfont.NAME}": lambda: webfont.web_font(Path(settings.GENERATED_STATIC_DIR)),
    **{
        name: partial(_bundle, name) for name in (*bundles.BUNDLES, *bundles.page_scripts(settings.BASE_DIR / "static"))
    },
}


class PackageFilesFinder(BaseFinder):
    """Serve exactly what ``SOURCES`` lists."""

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Give the file's place on disk; an empty list when it is not listed, as the finder protocol wants."""
        source = SOURCES.get(path)
        if source is None:
            return []
        found = str(source())
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Yield every listed file with a storage of its own, whose prefix is the folder in the address."""
        for path, source in SOURCES.items():
            file = source()
            storage = FileSystemStorage(location=file.parent)
            storage.prefix = path.rpartition("/")[0]  # type: ignore[attr-defined]
            yield file.name, storage
