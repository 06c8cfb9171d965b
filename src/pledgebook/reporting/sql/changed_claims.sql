-- The claims that became known between two days and moved units into a column, or out of `proposed`, or tell a date.
SELECT
    p.pledge, p.to_account AS "column", c.claim, c.quote, c.document, c.publisher, c.published
FROM (
    SELECT pledge, to_account, claim, known_from FROM postings
    UNION ALL
    SELECT pledge, from_account, claim, known_from FROM postings WHERE to_account = 'promised'
) AS p
JOIN claims AS c ON c.claim = p.claim
WHERE p.known_from > $from_day AND p.known_from <= $to_day
UNION
SELECT c.pledge, 'due', c.claim, c.quote, c.document, c.publisher, c.published
FROM claims AS c
WHERE c.due IS NOT NULL AND c.pledge IS NOT NULL AND c.published > $from_day AND c.published <= $to_day
ORDER BY pledge, "column", published, claim;
