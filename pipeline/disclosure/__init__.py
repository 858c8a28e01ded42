"""Statistical disclosure control of the public edition: ``suppress`` blanks what would give a child away.

Guarantee. When ``Protected.exposed`` is 0, every suppressed row has, for its numerator, at least two
whole-number tables that agree with everything published; for each count within 1 to the threshold
(numerator, people in the denominator, complement, what a total exceeds its parts by) tables that
lie as far apart as the symbol alone leaves it (1 and 4, say). The tables are found, checked in
whole numbers and kept as proof, so nothing rests on a solver's tolerance. They have no nought in
place of a suppressed count, since an attacker knows that noughts are shown.

What the attacker is given: every published row now, and every row of ``previous`` that was shown;
that counts are whole and not negative, and add up: breakdowns to their whole, months to quarters to
years, rolling years and weeks that cross months through the pieces of time they share, states that
end on one day, numerator and complement to denominator, and ``relations`` (areas, indicators that
are parts of another or share its count). Rates, percentages, means, maxima, intervals and every
column that is not plainly descriptive fall with the row.

Limits. Only what is declared is protected: two indicators with the same count need a relation, and
breakdowns that nest in one another one too. Starts less ends of a period against the change of a
stock, and cross-tables published elsewhere, are not modelled. Events must add up over time: one that
counts a child once per period does not, and its periods are then taken one by one. Categories that
add up to more than their whole are only known to be below it, and their shortfall is not protected.
Someone who knows this algorithm may prefer the smaller of two candidates; someone who knows one
of the children knows that child. Noughts are shown unless ``Rules.hide_zero``. What an earlier
release suppressed stays suppressed, even when it is corrected to a large count. A small count that
an earlier release showed cannot be called back: it is suppressed and reported as exposed.
``previous`` is what was last published of every row there ever was; rows that the newest release
no longer has must be carried along by the caller.

Cost. A table of a million rows with few small counts takes about a minute; each indicator with
many small events and all its periods adds about two seconds per council.
"""

from pipeline.disclosure.protect import Protected, suppress, symbols
from pipeline.disclosure.rules import DisclosureError, Rules

__all__ = ["DisclosureError", "Protected", "Rules", "suppress", "symbols"]
