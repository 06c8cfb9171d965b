-- One row a pledge (or only the one named), with how much is known about it and the day whose rate its money takes:
-- that of what its founding claim tells, or of its publication.
SELECT
    asked.*,
    told.claims,
    told.sources,
    first.happened AS founding_happened,
    first.published AS founding_published
FROM pledges_asked($as_of, $donors, $recipients, $aids, $items, $statuses) AS asked
LEFT JOIN (
    SELECT pledge, list(claim ORDER BY claim) AS claims, list(DISTINCT source ORDER BY source) AS sources
    FROM claims_on($as_of)
    WHERE pledge IS NOT NULL
    GROUP BY pledge
) AS told USING (pledge)
LEFT JOIN claims AS first ON first.claim = asked.pledge
WHERE $pledge IS NULL OR asked.pledge = $pledge
ORDER BY asked.founded, asked.pledge;
