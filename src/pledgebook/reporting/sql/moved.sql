-- Every posting that was known on a day, and every date that was told by then, with its claim's sentence.
SELECT p.pledge, p.to_account AS "column", p.claim, p.low, p.high, p.high_open, c.quote, c.document, c.publisher, c.published
FROM postings AS p
JOIN claims AS c ON c.claim = p.claim
WHERE p.known_from <= $as_of
UNION ALL
SELECT p.pledge, p.from_account, p.claim, p.low, p.high, p.high_open, c.quote, c.document, c.publisher, c.published
FROM postings AS p
JOIN claims AS c ON c.claim = p.claim
WHERE p.known_from <= $as_of AND p.to_account = 'promised'
UNION ALL
SELECT pledge, 'due', claim, NULL, NULL, NULL, quote, document, publisher, published
FROM claims_on($as_of)
WHERE due IS NOT NULL AND pledge IS NOT NULL
ORDER BY pledge, "column", published, claim;
