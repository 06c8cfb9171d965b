"""What reviewers decided, found again among the claims and applied to them."""

from pledgebook.reviewing.corrections import CORRECTABLE, corrected
from pledgebook.reviewing.settling import Settled, reference_to, settle

__all__ = ["CORRECTABLE", "Settled", "corrected", "reference_to", "settle"]
