"""Messages that people read, and what can never get into one."""

from __future__ import annotations

import json
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from alert_kit import at, desk, seen, settings
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from pipeline.alerts import digest, engine, incidents, outbox, store
from pipeline.alerts.card import LIMIT, card
from pipeline.alerts.letter import Item, Letter, Link, Section, html, text
from pipeline.alerts.observation import Event
from pipeline.alerts.words import clean

DAY = date(2024, 4, 2)
NEXT = DAY + timedelta(days=1)


def queued(at_desk, kind=None):
    with store.opened(at_desk.home) as db:
        return [message for message in outbox.waiting(db) if kind in (None, message.kind)]


def message_about(tmp_path, *counts, **seeds):
    at_desk = desk(tmp_path, settings(), **seeds)
    engine.observe(at_desk, seen(DAY, *counts), at(DAY))
    return queued(at_desk)[0]


def test_the_subject_is_a_sentence_with_place_count_and_change(tmp_path):
    at_desk = desk(tmp_path, settings())
    engine.observe(at_desk, seen(DAY, ("no_worker", "north", 2)), at(DAY))
    engine.observe(at_desk, seen(NEXT, ("no_worker", "north", 3)), at(NEXT))
    assert queued(at_desk)[1].subject == (
        "Safeguarding North: 3 children on the register without an allocated worker, 1 new"
    )


def test_one_child_is_not_children(tmp_path):
    message = message_about(tmp_path, ("no_worker", "north", 1))
    assert message.subject == "Safeguarding North: 1 child on the register without an allocated worker, 1 new"


def test_a_rule_without_a_noun_is_counted_after_its_title(tmp_path):
    message = message_about(tmp_path, ("no_status", "north", 3))
    assert message.subject == "Safeguarding North: Looked after with no legal status, 3 found, 3 new"


def test_a_resolved_notice_says_what_is_gone(tmp_path):
    at_desk = desk(tmp_path, settings())
    engine.observe(at_desk, seen(DAY, ("no_worker", "north", 3)), at(DAY))
    engine.observe(at_desk, seen(NEXT), at(NEXT))
    assert queued(at_desk, "resolved")[0].subject == (
        "Safeguarding North: no children on the register without an allocated worker, resolved, was 3"
    )


@pytest.mark.parametrize(
    "needed",
    [
        "Safeguarding North, East Lothian",
        "3, and 0 the day before",
        "2 April 2024",
        "Serious",
        "Children on the child protection register",
        "Allocate a worker.",
        "https://council.example/worklists/S12000010/north.xlsx",
    ],
)
def test_a_message_holds_what_somebody_needs_to_act(tmp_path, needed):
    message = message_about(tmp_path, ("no_worker", "north", 3))
    assert needed in " ".join(message.body.split()) and needed in message.html


def test_a_message_says_when_an_indicator_is_withheld(tmp_path):
    at_desk = desk(tmp_path, settings())
    withheld = frozenset({("S12000010", "lac_total")})
    engine.observe(at_desk, seen(DAY, ("no_status", "north", 3), withheld=withheld), at(DAY))
    assert "Looked-after children (withheld from this release)" in " ".join(queued(at_desk)[0].body.split())


def test_more_news_than_a_person_reads_becomes_one_message(tmp_path):
    at_desk = desk(tmp_path, settings(bundle_above=1))
    engine.observe(at_desk, seen(DAY, ("no_worker", "north", 3), ("late_entry", "north", 5)), at(DAY))
    assert [message.subject for message in queued(at_desk)] == ["Safeguarding North: 2 new in data quality"]


@pytest.mark.parametrize(
    "name", ["North\r\nBcc: all@council.example", "North\nX: y", "North\u2028Bcc: z", "\u202eNorth"]
)
def test_a_team_name_cannot_add_a_header_or_turn_a_line_round(tmp_path, name):
    teams = f'council_id,team,team_name,service\nS12000010,north,"{name}",practice\n'
    subject = message_about(tmp_path, ("no_worker", "north", 1), team=teams).subject
    assert not set(subject) & set("\r\n\u2028\u202e")


def test_a_team_name_cannot_be_markup(tmp_path):
    teams = "council_id,team,team_name,service\nS12000010,north,<script>alert(1)</script>,practice\n"
    assert "<script" not in message_about(tmp_path, ("no_worker", "north", 1), team=teams).html


def test_a_team_name_cannot_be_a_formula(tmp_path):
    teams = "council_id,team,team_name,service\nS12000010,north,=HYPERLINK(1),practice\n"
    assert message_about(tmp_path, ("no_worker", "north", 1), team=teams).subject.startswith("HYPERLINK")


def test_a_card_takes_markdown_and_functions_as_words():
    content = json.loads(card(Letter("*Read* [this](https://x.example) {{DATE(1)}}")))
    words = content["attachments"][0]["content"]["body"][0]["text"]
    assert words == r"\*Read\* \[this\](https://x.example) { {DATE(1)}}"


def test_a_team_code_cannot_lead_a_link_elsewhere(tmp_path):
    teams = "council_id,team,team_name,service\nS12000010,../../x?y=,North,practice\n"
    message = message_about(tmp_path, ("no_worker", "../../x?y=", 1), team=teams)
    assert "https://council.example/worklists/S12000010/______x_y_.xlsx" in message.html


class Outline(HTMLParser):
    """The tags of a page, and the language it says it is in."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.language = [], None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.language = dict(attributes).get("lang", self.language)


def test_the_page_can_be_read_aloud(tmp_path):
    outline = Outline(message_about(tmp_path, ("no_worker", "north", 3)).html)
    assert outline.language == "en-GB"
    assert [tag for tag in outline.tags if tag in ("title", "h1", "h2")] == ["title", "h1", "h2"]


def test_the_page_fetches_nothing(tmp_path):
    outline = Outline(message_about(tmp_path, ("no_worker", "north", 3)).html)
    assert not {"img", "script", "link", "iframe"} & set(outline.tags)


words = st.text(st.characters(codec="utf-8"), max_size=600)
items = st.builds(
    Item, words, st.lists(st.tuples(words, words), max_size=9).map(tuple), st.none() | st.builds(Link, words, words)
)
letters = st.builds(
    Letter,
    words.map(lambda value: clean(value, 250)),
    st.just(()),
    st.lists(st.builds(Section, words, st.lists(items, max_size=4).map(tuple)), max_size=3).map(tuple),
)


@limits(max_examples=30, deadline=None)
@given(letter=letters, copies=st.integers(1, 60))
def test_a_card_is_never_larger_than_teams_takes(letter, copies):
    many = Letter(letter.subject, (), letter.sections * copies)
    assert len(card(many).encode()) < LIMIT


def test_a_card_leaves_out_whole_items_and_says_how_many():
    section = Section("New", tuple(Item(f"item {n}", (("Why", "x" * 500),)) for n in range(100)))
    blocks = json.loads(card(Letter("Many", (), (section,))))["attachments"][0]["content"]["body"]
    shown = [block["text"] for block in blocks if block.get("text", "").startswith("item ")]
    assert blocks[-1]["text"].startswith(f"and {100 - len(shown)} more")
    assert 0 < len(shown) < 100


def test_text_and_page_and_card_say_the_same():
    letter = Letter("S", ("intro",), (Section("H", (Item("sentence", (("a", "b"),)),)),), ("end",))
    for word in ("intro", "H", "sentence", "a", "b", "end"):
        assert all(word in shape(letter) for shape in (text, html, card))


TELL_TALES = st.text(st.sampled_from("QZXJ"), min_size=12, max_size=20)


@limits(max_examples=8, deadline=None)
@given(team=TELL_TALES, load=TELL_TALES, extra=TELL_TALES, extract=TELL_TALES)
def test_no_value_of_a_delivery_reaches_an_outgoing_byte(tmp_path_factory, team, load, extra, extract):
    at_desk = desk(tmp_path_factory.mktemp("world"), settings())
    night = seen(DAY, ("no_worker", team, 2), ("no_status", "north", 1), loads={"registration": DAY, extract: DAY})
    night.counts["child_name"] = extra
    night.loads["load_id"] = load
    engine.observe(at_desk, night, at(DAY))
    with store.opened(at_desk.home) as db, store.transaction(db):
        digest.queue(db, at_desk, at(DAY))
    outgoing = "".join(repr(message) for message in queued(at_desk))
    assert "no legal status" in outgoing
    assert not [value for value in (team, load, extra, extract) if value in outgoing]


def test_a_rule_id_that_is_a_row_value_is_refused(tmp_path):
    with pytest.raises(ValueError, match="rule_id") as refusal:
        engine.observe(desk(tmp_path, settings()), seen(DAY, ("Jane Doe", None, 1)), at(DAY))
    assert "Jane" not in str(refusal.value)


def test_a_rule_that_no_catalogue_has_still_alerts(tmp_path):
    assert message_about(tmp_path, ("brand_new_rule", "north", 2)).subject == (
        "Safeguarding North: brand new rule, 2 found, 2 new"
    )


def digest_of(at_desk, recipient, now):
    with store.opened(at_desk.home) as db:
        (wanted,) = [r for r in at_desk.everybody() if r.address.startswith(recipient)]
        return digest.letters(db, at_desk, now, [wanted])[wanted]


def test_a_digest_says_so_when_all_is_well(tmp_path):
    at_desk = desk(tmp_path, settings())
    engine.observe(at_desk, seen(DAY), at(DAY))
    assert digest_of(at_desk, "north", at(DAY)).subject == "Data quality on 2 April 2024: all is well, nothing open"


def test_a_digest_does_not_call_it_well_when_there_are_no_new_figures(tmp_path):
    at_desk = desk(tmp_path, settings())
    engine.observe(at_desk, seen(DAY), at(DAY))
    subject = digest_of(at_desk, "north", at(DAY + timedelta(days=3))).subject
    assert subject.startswith("Data quality on 5 April 2024: no new figures since 2 April 2024")


def test_a_digest_says_who_deals_with_what(tmp_path):
    at_desk = desk(tmp_path, settings())
    engine.observe(at_desk, seen(DAY, ("no_worker", "north", 3)), at(DAY))
    with store.opened(at_desk.home) as db:
        incidents.acknowledge(db, 1, "Jo Smith", at(DAY))
    assert "acknowledged by Jo Smith" in text(digest_of(at_desk, "north", at(NEXT)))


def test_a_digest_names_a_late_source(tmp_path):
    at_desk = desk(tmp_path, settings())
    late = (Event("source_late", "S12000010", subjects=("registration",)),)
    engine.observe(at_desk, seen(DAY, events=late), at(DAY))
    assert any("Late: 1 council" in line for line in digest_of(at_desk, "north", at(DAY)).intro)


def test_a_muted_incident_sends_nothing_but_its_line_in_the_digest(tmp_path):
    at_desk = desk(tmp_path, settings())
    engine.observe(at_desk, seen(DAY, ("no_worker", "north", 3)), at(DAY))
    with store.opened(at_desk.home) as db:
        incidents.mute(db, 1, NEXT)
    engine.observe(at_desk, seen(NEXT, ("no_worker", "north", 9)), at(NEXT))
    assert queued(at_desk, "worse") == []
    assert [section.heading for section in digest_of(at_desk, "north", at(NEXT)).sections] == ["Muted"]
