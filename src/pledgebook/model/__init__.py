"""The words of the book as frozen values: no input, no output, no clock.

Dates are kept as precise as they are told (`PartialDate`), amounts as ranges of `Decimal` with
their unit (`AmountRange`), and every claim holds the `Span` of the text that carries it. The
fields of `Claim` and what they mean stand in docs/claims.md, those of the ledger in docs/ledger.md.
"""

from pledgebook.model.basics import (
    ID_LENGTH,
    ITEM,
    MAX_QUOTE,
    AmountRange,
    PartialDate,
    Span,
    make_id,
    plain_number,
)
from pledgebook.model.claims import (
    Claim,
    Document,
    NearCopy,
    PublishedClaim,
    numbered,
)
from pledgebook.model.decisions import (
    ClaimReference,
    Decision,
    DecisionKind,
    Issue,
)
from pledgebook.model.ledger import (
    NOTHING,
    Account,
    Bounds,
    Match,
    Pledge,
    PledgeState,
    Posting,
    Reason,
)
from pledgebook.model.words import (
    AIDS,
    BASES,
    EVENTS,
    PERS,
    STAGES,
    STATUSES,
    Aid,
    Basis,
    Event,
    Per,
    Stage,
    Status,
)

__all__ = [
    "AIDS",
    "BASES",
    "EVENTS",
    "ID_LENGTH",
    "ITEM",
    "MAX_QUOTE",
    "NOTHING",
    "PERS",
    "STAGES",
    "STATUSES",
    "Account",
    "Aid",
    "AmountRange",
    "Basis",
    "Bounds",
    "Claim",
    "ClaimReference",
    "Decision",
    "DecisionKind",
    "Document",
    "Event",
    "Issue",
    "Match",
    "NearCopy",
    "PartialDate",
    "Per",
    "Pledge",
    "PledgeState",
    "Posting",
    "PublishedClaim",
    "Reason",
    "Span",
    "Stage",
    "Status",
    "make_id",
    "numbered",
    "plain_number",
]
