-- The latest claim that gives each overdue pledge its date.
SELECT c.pledge, c.quote, c.document, c.publisher, c.published
FROM claims_on($as_of) AS c
WHERE c.pledge IS NOT NULL AND c.due IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY c.pledge ORDER BY c.published DESC, c.document, c."start", c.claim) = 1;
