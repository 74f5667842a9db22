"""What a form says when it refuses: our own Indonesian sentences, never those that come with Django."""

import inspect
import re
from html import unescape

import django.contrib.auth.forms
import django.core.validators
import django.forms.fields
import django.forms.formsets
import django.forms.models
import pytest
from django import forms
from django.db import transaction
from django.utils.translation import override

from accounts import forms as account_forms
from lebong_proposals.tests.access_world import addresses
from lebong_proposals.tests.test_bad_input import browsers, places, post_forms  # noqa: F401 (fixtures)
from proposals.forms.drafting import SECTION_FORMS
from proposals.forms.fields.spoken import SpokenField

SOURCES = (
    django.forms.fields,
    django.forms.models,
    django.forms.formsets,
    django.core.validators,
    django.contrib.auth.forms,
)
MESSAGE = re.compile(r'class="field-message"[^>]*>(.*?)</p>|<li><a href="#[^"]*">(.*?)</a></li>', re.DOTALL)
ENGLISH = re.compile(r"\b(this|field|required|valid|enter|ensure|select|please|must|value|choice|is)\b", re.IGNORECASE)
WRONG = ("", "\u00a0", "abc", "-1", "12 jt", "31 02 2025", "9" * 400, "x" * 6_000)


def sentences_of_django():
    """The defaults of Django's fields, formsets and validators, in English and in its Indonesian catalogue."""
    found = set()
    for module in SOURCES:
        for _, each in inspect.getmembers(module, inspect.isclass):
            messages = [*getattr(each, "default_error_messages", {}).values(), getattr(each, "message", "")]
            for message in messages:
                for language in ("en", "id"):
                    with override(language):
                        found.add(str(message))
    return found - {""}


DEFAULTS = sentences_of_django()


def as_pattern(sentence):
    """A default sentence with anything in its gaps."""
    parts = re.split(r"%\(\w+\)[ds]", sentence)
    return re.compile(".+".join(map(re.escape, parts)))


PATTERNS = [as_pattern(sentence) for sentence in DEFAULTS]


# What Django's fields could say but never do here: characters are refused before validators run, the two boxes of a
# moment always come as a list and are both asked for, and files come from a browser's plain file box.
NEVER_SAID = {
    forms.CharField: {"null_characters_not_allowed"},
    forms.MultiValueField: {"invalid", "incomplete"},
    forms.FileField: {"invalid", "missing", "contradiction"},
}


def all_forms(kind=forms.BaseForm):
    """Every form class of ours that has been imported; the addresses import them all."""
    for each in kind.__subclasses__():
        if each.__module__.startswith(("proposals.forms", "accounts.", "notifications.")):
            yield each
        yield from all_forms(each)


def spoken_by(field):
    """The sentences that a field may say by itself, by their codes; a validator's counts when nothing replaces it."""
    own = {**field.messages(), **field.given_messages} if isinstance(field, SpokenField) else {}
    found = {code: str(message) for code, message in {**field.error_messages, **own}.items()}
    for validator in field.validators:
        found.setdefault(getattr(validator, "code", ""), str(getattr(validator, "message", "")))
    never = set().union(*(codes for kind, codes in NEVER_SAID.items() if isinstance(field, kind)))
    never |= set() if field.required else {"required"}
    never |= {"empty"} if getattr(field, "allow_empty_file", False) else set()
    return {code: message for code, message in found.items() if code not in never}


def test_no_field_of_any_form_speaks_for_django():
    assert addresses()  # whose views bring all forms with them
    found = {
        f"{each.__module__}.{each.__name__}.{name}: {code}"
        for each in all_forms()
        for name, field in each.base_fields.items()
        for code, message in spoken_by(field).items()
        if message in DEFAULTS
    }

    assert len(set(all_forms())) > 25
    assert account_forms.SignInForm in set(all_forms())
    assert set(SECTION_FORMS.values()) & set(all_forms())
    assert found == set()


def test_the_defaults_that_are_looked_for_are_the_real_ones():
    assert "This field is required." in DEFAULTS
    assert "Bidang ini tidak boleh kosong." in DEFAULTS
    assert any(pattern.fullmatch("Pastikan nilai ini lebih besar dari atau sama dengan 3.") for pattern in PATTERNS)


def messages_in(page):
    """The messages at the fields and in the summary, without markup."""
    texts = (first or second for first, second in MESSAGE.findall(page))
    return {" ".join(unescape(re.sub(r"<[^>]+>", "", text)).split()).removeprefix("Galat: ") for text in texts} - {""}


@pytest.mark.slow
def test_whatever_is_typed_the_answer_is_an_indonesian_sentence_of_ours(post_forms):  # noqa: F811
    said = {}
    for browser, form, address in post_forms:
        for wrong in WRONG:
            choices = {name: wrong for name in form.values if name not in ("seen_version", "key")}
            with transaction.atomic():
                answer = browser.post(address, form.values | choices | dict.fromkeys(form.text_boxes, wrong))
                transaction.set_rollback(True)
            if answer.status_code == 422:
                said |= dict.fromkeys(messages_in(answer.content.decode()), (address, wrong[:10]))

    assert len(said) > 40
    assert {text: said[text] for text in said if any(pattern.fullmatch(text) for pattern in PATTERNS)} == {}
    assert {text: said[text] for text in said if ENGLISH.search(text)} == {}
    assert {text: said[text] for text in said if not text.endswith((".", "?", "…"))} == {}
