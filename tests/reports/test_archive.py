"""Old bulletins: read into an issue and written back, byte for byte; other texts are refused with what is missing."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.archive import NotABulletin, issue_as_text, parse_bulletin

SEED = Path(__file__).parents[2] / "reports" / "demo_data" / "bulletin-2023-09-26.txt"

PLAIN = """Example Centre for Civil Rights


“Those who are held for a word are held for all of us…”

Freedoms

Rauf Samadov, a satirical poet, has been moved to Facility B. He is said to be ill.

Lawyer Leyla Karimli has reported that her client was not let out.

Governance

The budget was passed.

October 3, 2024"""

PLAIN_ISSUE = {
    "series": None,
    "dated": "2024-10-03",
    "masthead": "Example Centre for Civil Rights",
    "epigraph": "“Those who are held for a word are held for all of us…”",
    "sections": [
        {
            "heading": "Freedoms",
            "entries": [
                {
                    "case": None,
                    "passages": [
                        {
                            "text": (
                                "Rauf Samadov, a satirical poet, has been moved to Facility B. He is said to be ill."
                            ),
                            "records": [],
                            "voice": "editor",
                        }
                    ],
                },
                {
                    "case": None,
                    "passages": [
                        {
                            "text": "Lawyer Leyla Karimli has reported that her client was not let out.",
                            "records": [],
                            "voice": "editor",
                        }
                    ],
                },
            ],
        },
        {
            "heading": "Governance",
            "entries": [
                {
                    "case": None,
                    "passages": [{"text": "The budget was passed.", "records": [], "voice": "editor"}],
                }
            ],
        },
    ],
    "dateline": "October 3, 2024",
}


def read(path):
    return path.read_bytes().decode()


def test_bulletin_of_september_2023_is_read_whole_and_written_back_the_same():
    text = read(SEED)
    issue = parse_bulletin(text)
    assert issue["masthead"] == "Center for National and International Studies"
    assert issue["epigraph"].startswith("“Given the substantial number of prisoners")
    assert issue["epigraph"].endswith("incarcerated activists…”")
    assert [(section["heading"], len(section["entries"])) for section in issue["sections"]] == [
        ("(Lack of ) Human Rights and Freedoms", 4),
        ("The Situation in Karabakh", 7),
    ]
    assert (issue["dateline"], issue["dated"]) == ("September 26, 2023", "2023-09-26")
    assert "layout" not in issue
    assert issue_as_text(issue) == text


def test_plain_bulletin_becomes_the_issue():
    assert parse_bulletin(PLAIN) == PLAIN_ISSUE
    assert issue_as_text(PLAIN_ISSUE) == PLAIN


def test_issue_with_several_passages_an_entry_and_an_empty_section_is_written_as_one_reads_it():
    issue = {
        "masthead": "Example Centre",
        "epigraph": "",
        "sections": [
            {"heading": "Empty", "entries": []},
            {
                "heading": "Freedoms",
                "entries": [{"case": "4F7K2", "passages": [{"text": "He is held."}, {"text": "He is ill."}]}],
            },
        ],
        "dateline": "October 3, 2024",
    }
    assert issue_as_text(issue) == "Example Centre\n\n\nFreedoms\n\nHe is held. He is ill.\n\nOctober 3, 2024"


@pytest.mark.parametrize(
    "text",
    [
        PLAIN + "\n",
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n\n\n", "\n\n"),
        "\ufeff" + PLAIN,
        "  \n" + PLAIN + " \t\n\n",
        PLAIN.replace("\n\nGovernance", "\n \n\t\n\u00a0\nGovernance"),
        PLAIN.replace("has been", "has  been"),
        PLAIN.replace("He is said", "\nHe is said"),
        PLAIN.replace("“Those who are held for a word are held for all of us…”\n\n", ""),
        PLAIN.replace("all of us…”", "all of us…” — A. Writer"),
    ],
)
def test_unusual_space_is_kept(text):
    issue = json.loads(json.dumps(parse_bulletin(text)))
    assert [section["heading"] for section in issue["sections"]] == ["Freedoms", "Governance"]
    assert issue["dated"] == "2024-10-03"
    assert issue_as_text(issue) == text


def test_archived_issue_that_lost_an_entry_falls_back_to_the_usual_space():
    issue = parse_bulletin(PLAIN.replace("\n\nGovernance", "\n\n\n\nGovernance"))
    del issue["sections"][0]["entries"][1]
    assert issue_as_text(issue) == PLAIN.replace(
        "Lawyer Leyla Karimli has reported that her client was not let out.\n\n", ""
    )


def test_short_line_among_paragraphs_is_a_heading_only_before_a_paragraph():
    text = PLAIN.replace("Governance\n\n", "Governance\n\nOf the week\n\n")
    issue = parse_bulletin(text)
    assert [section["heading"] for section in issue["sections"]] == ["Freedoms", "Of the week"]
    assert issue["sections"][0]["entries"][-1]["passages"][0]["text"] == "Governance"
    assert issue_as_text(issue) == text


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("", "the text is empty.", 1),
        ("\n \n", "the text is empty.", 1),
        ("Dear all", "nothing but one line: no section, no dateline.", 1),
        (
            "word " * 50 + "\n\nFreedoms\n\nHe is held.\n\nOctober 3, 2024",
            "no masthead: the text begins with 249 characters without a blank line.",
            1,
        ),
        (PLAIN + " soon", "no dateline: the last line is not a date such as September 26, 2023.", 16),
        (PLAIN.replace("October 3, 2024", "October 2024"), "the dateline is not one day.", 16),
        (PLAIN.replace("October 3, 2024", "October 32, 2024"), "no dateline: the last line is not a date", 16),
        (PLAIN.replace("Freedoms\n\n", ""), "no section heading before this paragraph.", 6),
        ("Example Centre\n\n\nOctober 3, 2024", "no section between masthead and dateline.", 4),
        ("Example Centre\n\n\nFreedoms\n\nOctober 3, 2024", "no section heading before this paragraph.", 4),
        (PLAIN.replace("Governance", "Gover\x00nance"), "a NUL character, which no text has.", 12),
    ],
)
def test_text_that_is_no_bulletin_is_refused_with_what_is_missing(text, reason, line):
    with pytest.raises(NotABulletin) as refusal:
        parse_bulletin(text)
    assert str(refusal.value).startswith(f"line {line}: {reason}")
    assert refusal.value.line == line


words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=9)
sentences = st.lists(words, min_size=3, max_size=30).map(lambda some: " ".join(some).strip('“”"«»„') + " so.")
paragraphs = st.lists(sentences, min_size=1, max_size=4).map(" ".join)
heading_words = ["(Lack", "of", ")", "Human Rights", "Governance", "Şuşa", "U.S. Policy", "2024", "next?"]
headings = st.lists(st.sampled_from(heading_words), min_size=1).map(lambda some: " ".join(some[:9]))
spaces = st.sampled_from(["\n\n", "\n\n", "\n\n", "\n\n\n", "\r\n\r\n", "\n \n", " \n\n", "\n\n\t"])


@st.composite
def bulletins(draw):
    """Texts of the shape, with one to six sections, and what each block is."""
    sections = draw(st.lists(st.tuples(headings, st.lists(paragraphs, min_size=1, max_size=4)), min_size=1, max_size=6))
    blocks = ["Example Centre for Civil Rights"]
    if draw(st.booleans()):
        blocks.append(f"“{draw(sentences)}…”")
    for heading, entries in sections:
        blocks += [heading, *entries]
    blocks.append(draw(st.sampled_from(["October 3, 2024", "3 October 2024", "5 oktyabr 2024"])))
    usual = draw(st.booleans())
    gaps = ["\n\n\n" if usual and n == 0 else "\n\n" if usual else draw(spaces) for n in range(len(blocks) - 1)]
    after = draw(st.sampled_from(["", "", "\n", "\r\n", " \n\n"]))
    text = "".join(block + gap for block, gap in zip(blocks, [*gaps, after], strict=True))
    return text, [(heading, len(entries)) for heading, entries in sections]


# A busy machine is no fault of the strategy.
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(bulletins())
def test_any_text_of_the_shape_comes_back_byte_for_byte(made):
    text, sections = made
    issue = json.loads(json.dumps(parse_bulletin(text)))
    assert issue_as_text(issue) == text
    assert [(section["heading"], len(section["entries"])) for section in issue["sections"]] == sections


@given(st.text(st.sampled_from("aB .\n\r\t“”…2024October3,\u00a0\ufeff"), max_size=200))
def test_any_text_is_refused_or_comes_back_byte_for_byte(text):
    try:
        issue = parse_bulletin(text)
    except NotABulletin:
        return
    assert issue_as_text(issue) == text


def test_command_writes_the_issue_without_a_database(tmp_path, capsys):
    call_command("parse_bulletin", str(SEED), "-o", str(tmp_path / "issue.json"))
    assert capsys.readouterr().out == f"{tmp_path / 'issue.json'}: 2 sections, 11 paragraphs, 2023-09-26\n"
    written = json.loads((tmp_path / "issue.json").read_text(encoding="utf-8"))
    assert issue_as_text(written) == read(SEED)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (None, "{file}: No such file or directory"),
        (b"Center\n\n\n\xff\xfe", "{file} is not UTF-8 text: line 4 has a byte that is no character."),
        (b"Dear all", "{file} is not a bulletin: line 1: nothing but one line: no section, no dateline."),
        (b" " * 5_000_001, "{file} has more than 5,000,000 bytes: no bulletin is that long."),
    ],
)
def test_command_says_in_one_line_what_is_wrong(tmp_path, content, fault):
    file = tmp_path / "old.txt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CommandError) as refusal:
        call_command("parse_bulletin", str(file), "-o", str(tmp_path / "issue.json"))
    assert str(refusal.value) == fault.format(file=file)
    assert not (tmp_path / "issue.json").exists()


def test_command_says_when_it_can_not_write(tmp_path):
    with pytest.raises(CommandError, match="No such file or directory"):
        call_command("parse_bulletin", str(SEED), "-o", str(tmp_path / "nowhere" / "issue.json"))
