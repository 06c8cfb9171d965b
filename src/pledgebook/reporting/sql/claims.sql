-- One row a claim, in the order of publication and of the text.
-- A status is that of the claim's pledge; claims without a pledge have none.
SELECT c.*
FROM claims_on($as_of) AS c
LEFT JOIN pledges_on($as_of) AS p ON p.pledge = c.pledge
WHERE ($donors IS NULL OR list_has_any(c.donors, $donors))
    AND ($recipients IS NULL OR list_has_any(c.recipients, $recipients))
    AND ($aids IS NULL OR list_contains($aids, c.aid))
    AND ($items IS NULL OR len(list_filter($items, lambda word: contains(lower(c.item), word))) > 0)
    AND ($statuses IS NULL OR list_contains($statuses, p.status))
ORDER BY c.published, c.document, c."start", c."end", c.claim;
