-- Givers, receivers and speakers that hold every word or are one of the codes it stands for.
WITH named AS (
    SELECT unnest(donors) AS actor, 'donor' AS part, claim FROM claims_on($as_of)
    UNION ALL
    SELECT unnest(recipients), 'recipient', claim FROM claims_on($as_of)
    UNION ALL
    SELECT speaker, 'speaker', claim FROM claims_on($as_of) WHERE speaker IS NOT NULL
)
SELECT actor, part, count(DISTINCT claim) AS claims
FROM named
WHERE len(list_filter($words, lambda word: NOT contains(lower(actor), word))) = 0 OR list_contains($codes, actor)
GROUP BY actor, part
ORDER BY claims DESC, actor, part;
