"""A message as an Adaptive Card for a Teams Workflows webhook, never larger than Teams takes."""

from __future__ import annotations

import json
import re
from itertools import count
from typing import Any

from pipeline.alerts.letter import Item, Letter

LIMIT = 18_000
"""Bytes of the whole request. Teams refuses from about 28 KB, silently; the rest is room for what it adds."""
MARKDOWN = re.compile(r"([\\`*_\[\]])")

Block = dict[str, Any]


def card(letter: Letter) -> str:
    """The JSON to post: the letter, whole items only, ending in ``and N more`` when not all fit."""
    head = [_words(letter.subject, weight="Bolder", size="Medium", style="heading"), *map(_words, letter.intro)]
    foot = [_words(paragraph) for paragraph in letter.closing]
    total = sum(len(section.items) for section in letter.sections)
    room = LIMIT - _size(_message([*head, _more(total), *foot]))
    shown, kept = _that_fit(letter, room)
    rest = [_more(total - kept)] if kept < total else []
    return json.dumps(_message([*head, *shown, *rest, *foot]), ensure_ascii=False)


def _that_fit(letter: Letter, room: int) -> tuple[list[Block], int]:
    """The blocks of as many items, in order, as ``room`` bytes hold, and how many items those are."""
    blocks: list[Block] = []
    kept = count()
    for section in letter.sections:
        pending = [_words(section.heading, weight="Bolder", style="heading")]
        for item in section.items:
            pending += _item(item)
            room -= sum(_size(block) + len(", ") for block in pending)
            if room < 0:
                return blocks, next(kept)
            blocks += pending
            pending = []
            next(kept)
    return blocks, next(kept)


def _item(item: Item) -> list[Block]:
    blocks = [_words(item.sentence)]
    if item.facts:
        facts = [{"title": _escaped(name), "value": _escaped(value)} for name, value in item.facts]
        blocks.append({"type": "FactSet", "facts": facts})
    if item.link and item.link.is_web:
        action = {"type": "Action.OpenUrl", "title": item.link.words, "url": item.link.target}
        blocks.append({"type": "ActionSet", "actions": [action]})
    elif item.link:
        blocks.append(_words(f"{item.link.words}: {item.link.target}"))
    return blocks


def _words(text: str, **looks: str) -> Block:
    return {"type": "TextBlock", "text": _escaped(text), "wrap": True, **looks}


def _more(number: int) -> Block:
    return _words(f"and {number} more; the mail with the same subject has them all")


def _escaped(text: str) -> str:
    """``text`` without meaning in the Markdown of Adaptive Cards, nor in their functions such as {{DATE()}}."""
    return MARKDOWN.sub(r"\\\1", text).replace("{{", "{ {")


def _message(body: list[Block]) -> Block:
    content = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "msteams": {"width": "Full"},
        "body": body,
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": content}
    return {"type": "message", "attachments": [attachment]}


def _size(part: Block) -> int:
    return len(json.dumps(part, ensure_ascii=False).encode())
