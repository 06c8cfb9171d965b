-- What reviewers said of these claims, the first said first; of all claims where none are named.
SELECT decision, kind, claim, other, field, value, who, "when", why, state
FROM decisions
WHERE $claims IS NULL OR list_contains($claims, claim) OR list_contains($claims, other)
ORDER BY "when", decision;
