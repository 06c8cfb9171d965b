"""What speaks for or against a claim being about a pledge that is known already.

A feature is a function of a claim, the pledge as drafted so far and the scene around the claim, and gives a number
from 0 to 1 (`size_apart`: powers of ten). Its docstring is the explanation that a user reads. Weights stand in
`weights.toml`; they are powers of e by which the odds change.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from pledgebook.linking import features_of_context as context
from pledgebook.linking import features_of_figures as figures
from pledgebook.linking import features_of_parties as parties
from pledgebook.linking import features_of_parts as parts
from pledgebook.linking import features_of_text as text
from pledgebook.linking.drafts import Draft, Scene
from pledgebook.linking.facts import Facts

Feature: TypeAlias = Callable[[Facts, Draft, Scene], float]

FEATURES: tuple[Feature, ...] = (
    parties.same_donors,
    parties.no_donors,
    parties.donor_unsaid,
    parties.donors_nested,
    parties.joint_promise,
    parties.other_donors,
    parties.other_donors_doubtful,
    parties.other_recipients,
    parties.same_recipients,
    parties.recipients_nested,
    parties.recipient_unsaid,
    parties.same_thing,
    parties.related_thing,
    parties.same_general_aid,
    parties.thing_unsaid,
    parties.different_thing,
    parties.new_name,
    parties.different_purpose,
    parties.other_form,
    parties.other_aid,
    parties.thing_and_money,
    parties.same_programme,
    parties.only_one_programme,
    parties.no_rival,
    figures.same_figure,
    figures.same_promised_figure,
    figures.same_figure_and_event,
    figures.same_small_count,
    figures.near_figure,
    figures.converted_figure,
    figures.other_currency,
    figures.other_sum,
    figures.other_total,
    figures.two_totals_in_one_text,
    figures.raised_total,
    figures.fits_into_promise,
    figures.exceeds_promise,
    figures.all_of_less,
    figures.size_apart,
    figures.adds_up,
    figures.raised_in_one_sentence,
    figures.same_level,
    figures.first_level,
    figures.single_after_levels,
    figures.sums_up,
    figures.rate_and_sum,
    parts.part_of_own_purpose,
    parts.part_of_own_content,
    parts.part_told_beside,
    parts.part_of_own_recipient,
    parts.part_of_own_form,
    parts.part_of_money,
    text.names_the_total,
    text.comes_on_top,
    text.announced_on_another_day,
    text.copied,
    text.copied_from_another,
    text.spoken_of_last,
    text.stage_spoken_of_last,
    text.no_figure_spoken_of_last,
    text.refers_back,
    text.in_this_text,
    text.promised_at_one_time,
    text.promised_at_another_time,
    text.names_the_year,
    text.promised_again,
    text.same_due,
    text.other_due,
    text.same_year,
    text.other_year,
    text.other_ordinal,
    text.same_ordinal,
    text.numbered_among_alike,
    text.shared_words,
    text.long_ago,
    text.before_promise,
    text.fulfilled,
    text.arrived_before,
    context.telling_figure,
    context.same_sum,
    context.often_told,
    context.told_latest,
    context.only_rival_of_unit,
    context.donor_mentioned,
    context.thing_mentioned,
    context.listed_beside,
    context.in_this_sentence,
    context.level_rises,
    context.completes,
    context.no_figure_stage,
    context.promise_of_what_came,
    context.other_event,
    context.gives_the_first_figure,
    context.without_figures,
)
