"""What a reviewer says, checked and put into a decision."""

from __future__ import annotations

from datetime import UTC, datetime

from pledgebook.errors import WrongCall
from pledgebook.fields import WrongField
from pledgebook.model import DECISION_KINDS, Claim, Decision, DecisionKind
from pledgebook.reviewing import corrected, reference_to

NEEDS_OTHER = ("same", "different", "merge")
TAKES_OTHER = (*NEEDS_OTHER, "part_of")


def decision_on(
    kind: DecisionKind,
    claim: Claim,
    other: Claim | None = None,
    field: str | None = None,
    value: str | None = None,
    *,
    who: str,
    why: str,
    when: datetime,
) -> Decision:
    """The decision; WrongCall, which says what to do, if it cannot be carried out."""
    if kind not in DECISION_KINDS:
        raise WrongCall(f"{kind!r} is no decision; use one of {', '.join(DECISION_KINDS)}")
    if not who.strip():
        raise WrongCall("say who decides: --who NAME")
    if kind in NEEDS_OTHER and other is None:
        raise WrongCall(f"{kind} is said of two claims; name the second with --other CLAIM")
    if other is not None and (kind not in TAKES_OTHER or other.id == claim.id):
        raise WrongCall(f"{kind} is said of one claim" if kind not in TAKES_OTHER else "name two claims, not one twice")
    _require_value(kind, claim, field, value)
    moment = when.astimezone(UTC).isoformat(timespec="microseconds")
    second = reference_to(other) if other else None
    return Decision(kind, reference_to(claim), who.strip(), moment, why.strip(), second, field, value)


def _require_value(kind: DecisionKind, claim: Claim, field: str | None, value: str | None) -> None:
    if kind != "correct":
        if field is not None or value is not None:
            raise WrongCall("only correct takes --field and --value")
        return
    if field is None or value is None:
        raise WrongCall("correct needs --field and --value, such as --field amount --value '300m USD'")
    try:
        corrected(claim, field, value)
    except WrongField as error:
        raise WrongCall(str(error)) from error
