"""Which lists retelling.yaml holds. Each is a block of text under its own name."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


class WordLists(_Model):
    """Lists of single words."""

    acronyms: str
    capitalised: str
    he_family: str
    she_family: str
    they_family: str
    first: str
    you_family: str
    nominative: str
    determiners: str
    prepositions: str
    conjunctions: str
    openers_of_clause: str
    adverbs: str
    weights: str
    intensifiers: str
    absolutes: str
    labels: str
    soft_labels: str
    swears: str
    inward: str
    judging: str
    violent: str
    reporting: str
    needs_more: str
    seen_states: str
    participles_as_states: str
    modals: str
    male_others: str
    female_others: str
    any_others: str
    plural_others: str
    spouse_he: str
    spouse_she: str
    spouse_any: str
    names: str
    question_starts: str
    fragment_starts: str
    joined_on: str
    number_units: str
    before_clock: str
    small_words: str
    heads_things: str
    heads_persons: str
    relative_nouns: str
    bare_topics: str
    never_last: str
    double_objects: str
    like_ties: str
    like_is_verb_after: str
    verb_follows: str
    object_ends: str
    doubting: str
    helpers: str
    told_more: str
    judged_as: str
    licensing: str
    told_a_clause: str
    heard_a_clause: str
    vague_gifts: str
    vague_makes: str
    vague_goals: str
    owners: str
    owned_too: str
    owners_before_things: str
    modifiers: str
    request_refused: str
    be_doable: str
    back_units: str
    back_after: str
    back_days: str
    back_parts: str
    when_subjects: str
    not_starts: str
    impact_was: str
    impact_felt: str
    impact_weights: str
    impact_subjects: str
    fillers: str
    neutral: str


class PhraseLists(_Model):
    """Lists of phrases, one a line."""

    untranslatable: str
    trailing_fillers: str
    leading_fillers: str
    interpretations: str
    times_in_front: str
    absolute_phrases: str
    request_frames: str
    request_finite_frames: str
    request_closers: str
    back_exact: str
    impact_was_before: str
    impact_felt_before: str
    impact_after: str
    impact_leads: str


class Respellings(_Model):
    """What is meant by a spelling: always, or by what stands beside it."""

    always: str
    as_is_after: str
    as_is_before: str
    its_before: str
    were_we_before: str
    were_after_verb: str
    ur_is_before: str
    ur_your_before: str


class Persons(_Model):
    """Which word becomes which in another person."""

    first_to_second: str
    third_to_second: str
    agreement: str


class VerbLists(_Model):
    """Verbs by how they are formed."""

    regular: str
    doubled: str
    irregular: str
    also_nouns: str


class RetellingFile(_Model):
    """retelling.yaml."""

    words: WordLists
    phrases: PhraseLists
    persons: Persons
    respell: Respellings
    verbs: VerbLists
