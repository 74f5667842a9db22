"""Rules of the house that no test of behaviour would notice: one writer, one clock, one vocabulary."""

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPLICATIONS = ("accounts", "lebong_proposals", "notifications", "proposals")

# Who may write an attribute named ``state``: the proposal's one writer, the package's, the mail's, and the replay,
# which only tells the story again.
WRITERS_OF_STATE = {
    "proposals/services/transitions.py": {"proposal"},
    "proposals/services/dispatching.py": {"locked"},
    "proposals/invariants/replay.py": {"self"},
    "notifications/past.py": {"message"},
    "notifications/claims.py": {"message"},
    "notifications/settle.py": {"message"},
}
CLOCK = "lebong_proposals/clock.py"
# Beside the clock itself, a rehearsal measures how far it has been moved.
READERS_OF_THE_MACHINES_CLOCK = {"proposals/rehearsal.py"}
CLOCK_CALLS = re.compile(
    r"(timezone\.(now|localtime|localdate)|datetime\.(now|utcnow|today)|date\.today|time\.(time|monotonic)|Now)$"
)
CLOCK_IN_SQL = re.compile(
    r"\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\(\)|\bcurrent_(date|time|timestamp)\b",
    re.IGNORECASE,
)


def modules():
    """Every module that runs in production, as its path and its tree."""
    for application in APPLICATIONS:
        for path in sorted((ROOT / application).rglob("*.py")):
            if not {"tests", "migrations"} & set(path.parts):
                yield str(path.relative_to(ROOT)), ast.parse(path.read_text())


MODULES = list(modules())


def docstrings(tree):
    """The nodes that are docstrings, which may speak of anything."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            yield node.body[0].value


def strings(tree):
    """Every text in a module that is no docstring."""
    spoken_of = set(docstrings(tree))
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in spoken_of
    ]


def written_states(tree):
    """The names whose attribute ``state`` is assigned, by whatever statement."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "state" and isinstance(node.ctx, ast.Store):
            yield ast.unparse(node.value)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "setattr" and "'state'" in ast.unparse(node):
            yield ast.unparse(node.args[0])


def test_only_the_transition_service_writes_the_state_of_a_proposal():
    found = {path: set(written_states(tree)) for path, tree in MODULES}

    assert found["proposals/services/transitions.py"] == {"proposal"}
    assert {path: names for path, names in found.items() if names - WRITERS_OF_STATE.get(path, set())} == {}


def test_no_query_writes_the_state_of_a_proposal():
    """An update or a creation with ``state=`` is about messages, and nowhere in ``proposals``."""
    found = [
        (path, ast.unparse(node))
        for path, tree in MODULES
        if path.startswith("proposals/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and re.search(r"(\.(update|create|bulk_update|update_or_create)|\bProposal)$", ast.unparse(node.func))
        and (
            any(keyword.arg == "state" for keyword in node.keywords)
            or (ast.unparse(node.func).endswith("bulk_update") and "'state'" in ast.unparse(node))
        )
    ]
    statements = [(path, text) for path, tree in MODULES for text in strings(tree) if "UPDATE proposals_" in text]

    assert found == []
    assert statements == []


def test_only_the_clock_reads_the_time():
    found = {
        (path, ast.unparse(node.func))
        for path, tree in MODULES
        if path != CLOCK
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and CLOCK_CALLS.search(ast.unparse(node.func))
    }

    assert found == set()


def test_no_statement_asks_the_database_for_another_time_than_the_applications():
    found = {path for path, tree in MODULES for text in strings(tree) if CLOCK_IN_SQL.search(text)}

    assert found == READERS_OF_THE_MACHINES_CLOCK


def test_no_field_stamps_itself():
    found = [
        path
        for path, tree in MODULES
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg in ("auto_now", "auto_now_add")
    ]

    assert found == []


def test_forms_name_their_fields():
    """A form of a model that takes whatever the model has would take ``state`` as well."""
    found = [
        (path, ast.unparse(node))
        for path, tree in MODULES
        for node in ast.walk(tree)
        if (isinstance(node, ast.Assign) and ast.unparse(node.value) in ("'__all__'", '"__all__"'))
        or (isinstance(node, ast.Assign) and "forms" in path and ast.unparse(node.targets[0]) == "exclude")
        or (isinstance(node, ast.Call) and ast.unparse(node.func) == "modelform_factory")
    ]

    assert found == []


def test_nothing_marks_what_people_wrote_as_safe():
    """``mark_safe`` stands only around literals; ``|safe`` stands nowhere."""
    calls = [
        (path, ast.unparse(node))
        for path, tree in MODULES
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("mark_safe")
        if not isinstance(node.args[0], ast.Constant)
    ]
    filters = [str(path) for path in TEMPLATES if re.search(r"\|\s*safe\b|autoescape off", path.read_text())]

    assert calls == []
    assert [name for name in filters if not name.endswith((".txt", "error_style.html"))] == []


# --- the vocabulary of ux.md 0.3 ---

TEMPLATES = sorted([*(ROOT / "templates").rglob("*.html"), *(ROOT / "templates").rglob("*.txt")])
FORBIDDEN = re.compile(
    r"\b(rejang lebong|skpd|deadline|tenggat|due date|submit|save|cancel|loading|delete|edit|search|proposal"
    r"|permohonan|finalisasi|posting|verifikasi|review|ronde|batch|komentar|temuan|balasan|reply|notulen|approve"
    r"|reject|acc|e-mail|imel|periode|event|OK)\b",
    re.IGNORECASE,
)
SPOKEN_ATTRIBUTES = {
    "aria-label",
    "title",
    "placeholder",
    "alt",
    "value",
    "data-label",
    "data-sending",
    "data-slow-status",
}


class Spoken(HTMLParser):
    """Collects what a template shows or has read out, its tags and variables taken away."""

    def __init__(self, markup):
        super().__init__()
        markup = re.sub(r"{% comment.*?endcomment %}", "", markup, flags=re.DOTALL)
        self.found = []
        # Sentences are passed to included parts as well; names of files and routes are no sentences.
        passed = [text for tag in re.findall(r"{%.*?%}", markup) for text in re.findall(r'"([^"]*)"', tag)]
        self.found += [text for text in passed if " " in text]
        self.feed(re.sub(r"{[{%#].*?[}%#]}", " ", markup, flags=re.DOTALL))

    def handle_starttag(self, tag, attributes):
        shown = SPOKEN_ATTRIBUTES - ({"value"} if tag == "input" else set())
        self.found += [value or "" for name, value in attributes if name in shown]

    def handle_data(self, data):
        if data.strip():
            self.found.append(data.strip())


def test_spoken_text_is_found_where_people_meet_it():
    markup = '{% include "a/b.html" with text="Kata satu" %}<p title="Kata dua" class="save">Kata {{ x }} tiga</p>'

    assert Spoken(markup).found == ["Kata satu", "Kata dua", "Kata   tiga"]


@pytest.mark.parametrize("kind", [".html", ".txt"])
def test_templates_use_one_word_for_one_thing(kind):
    found = {
        (str(path.relative_to(ROOT)), match[0])
        for path in TEMPLATES
        if path.suffix == kind
        for text in Spoken(path.read_text()).found
        for match in [FORBIDDEN.search(text)]
        if match
    }

    assert found == set()


def test_sentences_in_code_use_the_same_words():
    """In code only words that no English sentence or identifier has can be looked for."""
    forbidden = re.compile(r"\b(rejang lebong|skpd|tenggat|permohonan|ronde|notulen|imel|komentar)\b", re.IGNORECASE)
    data = sorted((ROOT / "proposals").rglob("*.toml"))

    found = {(path, text) for path, tree in MODULES for text in strings(tree) if forbidden.search(text)}

    assert found == set()
    assert data
    assert [str(path) for path in data if re.search(r"rejang lebong|skpd", path.read_text(), re.IGNORECASE)] == []
