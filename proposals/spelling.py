"""How a search forgives spelling: words compared one by one, in the database for titles and here for a few names.

A word that is similar as a whole (``pg_trgm``) or lacks one letter or has two neighbours swapped is meant. Each of the
three ways can use the trigram index of the titles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from django.db.models import Q

WORDS = 8  # of one search; nobody types more, and each is a condition of its own
FORGIVEN_FROM = 4  # letters: a shorter word with a slip resembles too many others
RETYPED_UP_TO = 10  # letters; in a longer word one slip leaves enough trigrams
CLOSE = 0.8  # of the names' words, by ``difflib``: "kesehtan" is "kesehatan", "dinas" is not "dinkes"


def words_of(text: str) -> list[str]:
    """Split what was typed, in small letters."""
    return text.lower().split()[:WORDS]


def fits(column: str, text: str) -> Q:
    """Condition: every word of the text stands in a column of small letters, or nearly so."""
    condition = Q()
    for word in words_of(text):
        condition &= _fits(column, word)
    return condition


def _fits(column: str, word: str) -> Q:
    condition = Q(**{f"{column}__contains": word})
    if len(word) < FORGIVEN_FROM or not word.isalpha():
        return condition
    condition |= Q(**{f"{column}__trigram_strict_word_similar": word})
    if len(word) <= RETYPED_UP_TO:
        condition |= Q(**{f"{column}__regex": "|".join(_retyped(word))})
    return condition


def _retyped(word: str) -> list[str]:
    """Patterns for the word with a letter added or two neighbours swapped, somewhere inside it."""
    letters = [re.escape(letter) for letter in word]
    places = range(1, len(letters))
    # Without three letters in a row the index cannot help.
    indexed = [place for place in places if max(place, len(letters) - place) >= 3]
    added = ["".join([*letters[:place], r"\w", *letters[place:]]) for place in indexed]
    swapped = [
        "".join([*letters[: place - 1], letters[place], letters[place - 1], *letters[place + 1 :]]) for place in places
    ]
    return [*added, *dict.fromkeys(swapped)]


def names_that_fit(text: str, names: Iterable[str]) -> set[str]:
    """Keep the names in which every word of the text stands, or nearly so."""
    by_words = {name: set(re.findall(r"\w+", name.lower())) for name in names}
    vocabulary = set[str]().union(*by_words.values())
    left = set(by_words)
    for word in words_of(text):
        close = {word}
        if len(word) >= FORGIVEN_FROM and vocabulary:
            close = set(get_close_matches(word, vocabulary, n=len(vocabulary), cutoff=CLOSE))
        left = {name for name in left if word in name.lower() or close & by_words[name]}
    return left
