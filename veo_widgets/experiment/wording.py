"""Prompts as people vary them: variables in braces, and one clause left out at a time."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.catalogue.mapping import LENGTHS
from veo_widgets.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from veo_widgets.catalogue import Model

CLOSES: Final = {"(": ")", "[": "]", "{": "}", "“": "”", "«": "»", "„": "“"}
WORD: Final = re.compile(r"\{(\w+)\}")
ENDS: Final = re.compile(r"[.!?;…,，。；、](?=\s|$)|[，。；、]|\n+")


def filled(prompt: str, variables: Mapping[str, Any]) -> str:
    """Put variables into a prompt; other braces stay as they are."""
    if not variables:
        return prompt
    return _braced(tuple(variables)).sub(lambda match: str(variables[match[1]]), prompt)


@lru_cache
def _braced(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\{{({'|'.join(map(re.escape, names))})\}}")


def occurs(name: str, prompts: Iterable[str]) -> bool:
    """Tell whether a name stands in braces in one of the prompts."""
    return any(f"{{{name}}}" in prompt for prompt in prompts)


def unfilled(prompts: Iterable[str], names: Iterable[str]) -> tuple[str, ...]:
    """List the words in braces of some prompts that none of the names fills."""
    known = set(names)
    words = (word for prompt in prompts for word in WORD.findall(prompt))
    return tuple(dict.fromkeys(word for word in words if word not in known))


def is_variable(name: str, prompts: Iterable[str], models: Iterable[Model]) -> bool:
    """Tell whether a name is a variable of the prompt: it stands there, and no model takes it.

    Args:
        name: The name.
        prompts: The prompts.
        models: Those of the sweep alone: what others call so does not matter.
    """
    return occurs(name, prompts) and not any(
        name in model.properties
        or model.having(name) is not None
        or (name in LENGTHS and model.length is not None)
        for model in models
    )


def drop_one(prompt: str) -> list[str]:
    """Return a prompt, and then the prompt without each of its clauses in turn.

    Given to ``veo.sweep`` as its prompt, they are an axis that shows what each clause does:
    ``veo.sweep(veo.drop_one("a red panda, golden hour, 35 mm film"), model=…, seed=[1, 2])``.

    Args:
        prompt: Its clauses end at commas, semicolons, full stops and new lines that do not
            stand inside quotes or brackets.

    Returns:
        The whole prompt first; it alone where it is one clause.

    Raises:
        InvalidRequest: It is no text, or an empty one.
    """
    if not isinstance(prompt, str) or not prompt.strip():
        raise InvalidRequest("drop_one takes a prompt, such as 'a red panda, golden hour'")
    clauses = _clauses(prompt)
    if len(clauses) < 2:
        return [prompt]
    without = ("".join(clauses[:n] + clauses[n + 1 :]) for n in range(len(clauses)))
    return list(dict.fromkeys([prompt, *map(_tidy, without)]))


def _clauses(prompt: str) -> list[str]:
    """Split a prompt where its clauses end; together they are the prompt."""
    cuts = [match.end() for match in ENDS.finditer(_outside(prompt))]
    edges = [0, *cuts, len(prompt)]
    parts = [prompt[left:right] for left, right in itertools.pairwise(edges)]
    return [part for part in parts if part.strip()]


def _outside(prompt: str) -> str:
    """Return a prompt with what stands inside quotes and brackets made unreadable."""
    out, closing = [], ""
    for number, letter in enumerate(prompt):
        if closing:
            out.append("_")
            closing = "" if letter == closing else closing
            continue
        ends = CLOSES.get(letter, letter if letter == '"' else "")
        closing = ends if ends and ends in prompt[number + 1 :] else ""
        out.append("_" if closing else letter)
    return "".join(out)


def _tidy(prompt: str) -> str:
    """Return what is left without a separator before its beginning or after its end."""
    return prompt.strip().rstrip(",;，；、").strip()
