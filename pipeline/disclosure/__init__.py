"""Statistical disclosure control of the public edition: see ``suppress``, and its guarantee below.

PLACEHOLDER
"""

from pipeline.disclosure.protect import Protected, suppress
from pipeline.disclosure.rules import DisclosureError, Rules

__all__ = ["DisclosureError", "Protected", "Rules", "suppress"]
