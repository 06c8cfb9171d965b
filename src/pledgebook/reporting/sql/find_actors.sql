-- Givers, receivers and speakers that hold every word, or have the code that the words are.
WITH asked AS (
    SELECT * FROM claims_asked($as_of, $donors, $recipients, $aids, $items, $statuses)
),
named AS (
    SELECT unnest(donors) AS actor, 'donor' AS part, claim FROM asked
    UNION ALL
    SELECT unnest(recipients), 'recipient', claim FROM asked
    UNION ALL
    SELECT speaker, 'speaker', claim FROM asked WHERE speaker IS NOT NULL
)
SELECT actor, part, count(DISTINCT claim) AS claims
FROM named
WHERE len(list_filter($words, lambda word: NOT contains(lower(actor), word))) = 0 OR list_contains($codes, actor)
GROUP BY actor, part
ORDER BY claims DESC, actor, part;
