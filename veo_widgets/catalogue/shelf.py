"""Model files: those that come with the kit, and those that a person dropped in."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from veo_widgets.catalogue.model import Model

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from importlib.resources.abc import Traversable
    from pathlib import Path

MOST_BYTES: Final = 2_000_000


Stamp = tuple[tuple[str, int, int], ...]


class Told(NamedTuple):
    """What a file says of the roles of a model that it does not describe.

    Attributes:
        file: Its name.
        roles: By parameter.
    """

    file: str
    roles: Mapping[str, str]


class Dropped(NamedTuple):
    """What a folder of model files holds.

    Attributes:
        models: The models, by slug.
        roles: What files say of the roles of models that they do not describe, by slug.
        bad: Why a file cannot be used, by its name.
    """

    models: dict[str, Model]
    roles: dict[str, Told]
    bad: dict[str, str]


def read(path: Traversable | Path) -> Model:
    """Return the model of a file.

    Raises:
        ValueError: It is none.
        OSError: It cannot be read.
    """
    return Model.from_json(_document(path))


def _document(path: Traversable | Path) -> dict[str, Any]:
    document = json.loads(path.read_text("utf-8"))
    if not isinstance(document, dict):
        raise ValueError("a model file is a JSON object")
    return document


@lru_cache(1)
def shipped_models() -> tuple[Model, ...]:
    """Return the models of the kit's own files, read once for the process."""
    folder = resources.files("veo_widgets.catalogue") / "models"
    models = [read(path) for path in folder.iterdir() if path.name.endswith(".json")]
    return tuple(sorted(models, key=lambda model: (model.rank, model.slug)))


def shipped() -> dict[str, Model]:
    """Return the models that are on from the start, the newest first."""
    return {model.slug: model for model in shipped_models()}


@lru_cache(1)
def others() -> Mapping[str, Traversable]:
    """Return the files of models whose pages were read but not confirmed, by slug."""
    folder = resources.files("veo_widgets.catalogue") / "others"
    names = sorted(path.name for path in folder.iterdir() if path.name.endswith(".json"))
    return {name[: -len(".json")]: folder / name for name in names if name != "known.json"}


def others_but(files: Container[str]) -> dict[str, Traversable]:
    """Return the files of those, by slug, that are not there already."""
    return {slug: path for slug, path in others().items() if slug not in files}


def stamp(folder: Path | None) -> Stamp:
    """Return what changes whenever a model file comes, goes or is written anew."""
    files = sorted(folder.glob("*.json")) if folder is not None else ()
    facts = [(path.name, path.stat()) for path in files if path.exists()]
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in facts)


def dropped(folder: Path) -> Dropped:
    """Read a folder of model files; what is no model is named and left out."""
    out = Dropped({}, {}, {})
    for path in sorted(folder.glob("*.json")):
        try:
            if path.stat().st_size > MOST_BYTES:
                raise ValueError(f"it is larger than {MOST_BYTES / 1e6:.0f} MB")  # noqa: TRY301
            document = _document(path)
            slug = document.get("slug")
            if isinstance(slug, str) and set(document) == {"slug", "roles"}:
                roles = {str(n): str(role) for n, role in dict(document["roles"]).items()}
                out.roles[slug] = Told(path.name, roles)
                continue
            model = Model.from_json(document)
        except (OSError, ValueError, TypeError, AttributeError, RecursionError, KeyError) as error:
            out.bad[path.name] = f"{error}" or type(error).__name__
        else:
            out.models[model.slug] = model
    return out
