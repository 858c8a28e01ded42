"""Static SVG, built as text. Charts are as wide as their place: across in per cent, down in pixels, so that letters
keep their size on a telephone and on paper."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count

from markupsafe import Markup, escape


def tag(name: str, *content: str, **attributes: object) -> Markup:
    """One element. Text and attribute values are escaped unless they are Markup; ``class_`` and ``stroke_width`` are
    written as SVG spells them."""
    listed = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(short(value))}"' for key, value in attributes.items()
    )
    inner = "".join(escape(piece) for piece in content)
    return Markup(f"<{name}{listed}>{inner}</{name}>" if inner else f"<{name}{listed}/>")


def joined(pieces: Iterable[str]) -> Markup:
    """Pieces of markup, one after the other."""
    return Markup("").join(pieces)


def short(value: object) -> str:
    """An attribute value: numbers with no more digits than can be seen."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def pct(value: float) -> str:
    """A share of the width."""
    return f"{value:.1f}".removesuffix(".0") + "%"


def chart(identity: str, title: str, sentence: str, height: int, *content: str, class_: str = "chart") -> Markup:
    """A picture with its name and its sentence, which a screen reader says in its place."""
    name, words = f"{identity}-t", f"{identity}-d"
    described = (tag("title", title, id=name), tag("desc", sentence, id=words))
    return tag(
        "svg", *described, *content,
        class_=class_, role="img", aria_labelledby=f"{name} {words}", width="100%", height=height,
    )  # fmt: skip


@dataclass(frozen=True)
class Scale:
    """Values to places: ``low`` lies at ``start`` and ``high`` at ``end``."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The place of ``value``; values outside are put on the edge."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + min(max(share, 0.0), 1.0) * (self.end - self.start)


def ticks(low: float, high: float, least: float = 0.0, most: int = 5) -> list[float]:
    """Round values that cover ``low`` to ``high`` in about ``most`` steps of 1, 2 or 5 of something, at ``least``."""
    span = (high - low) or abs(high) or 1.0
    raw = max(span / most, least)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * size for size in (1, 2, 5, 10) if power * size >= raw * 0.999)
    first = math.floor(low / step + 1e-9)
    last = math.ceil((low + span) / step - 1e-9)
    return [round(step * place, 10) for place in range(first, last + 1)]


def decimals_of(steps: list[float]) -> int:
    """Places that tell the ticks apart."""
    step = steps[1] - steps[0]
    return next(places for places in count() if abs(round(step, places) - step) < step / 1000)
