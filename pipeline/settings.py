"""Settings that people write in YAML: read, merged and checked, with faults said in words."""

from __future__ import annotations

from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)


LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""A layout of forty extracts takes ten times as long without the C library, which some systems lack."""


class SettingsError(ValueError):
    """A layout or source.yml that cannot be used; the text names the file and the field."""


def merged(base: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """``base`` with the differences in ``more``, at every depth."""
    both = {key: merged(base[key], more[key]) for key in base.keys() & more.keys()
            if isinstance(base[key], dict) and isinstance(more[key], dict)}  # fmt: skip
    return {**base, **more, **both}


def read(text: str, file: str) -> dict[str, Any]:
    """The settings in a YAML text; raises SettingsError naming ``file`` and the line."""
    try:
        content = yaml.load(text, Loader=LOADER)
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", -1) + 1
        raise SettingsError(f"{file} is not YAML (look at line {line}).") from None
    if not isinstance(content, dict):
        raise SettingsError(f"{file} must hold settings, one `name: value` per line.")
    return content


def validated(model: type[Model], content: dict[str, Any], file: str) -> Model:
    """``content`` as a ``model``; raises SettingsError naming every field that is wrong, never its value."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, fault['loc'])) or 'it'}: {fault['msg']}"
                  for fault in error.errors(include_input=False, include_url=False)]  # fmt: skip
        raise SettingsError(f"{file}: {'; '.join(faults)}.") from None
