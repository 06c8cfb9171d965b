-- Each posting of a pledge that was known on a day, with the sentence behind it.
SELECT
    p.number, p.from_account, p.to_account, p.low, p.high, p.high_open, p.unit, p.known_from, p.rule,
    c.claim, c.event, c.quote, c.document, c.document_hash, c."start", c."end", c.publisher, c.published, c.speaker,
    c.copy_of, c.source, c.place
FROM postings AS p
LEFT JOIN claims_told() AS c ON c.claim = p.claim
WHERE p.pledge = $pledge AND p.known_from <= $as_of
ORDER BY p.number;
