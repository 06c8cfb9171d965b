-- The claims about a pledge that move nothing: evidence, restated figures, dates.
SELECT
    c.claim, c.event, c.low, c.high, c.unit, c.due, c.quote, c.document, c.document_hash, c."start", c."end",
    c.publisher, c.published, c.speaker, c.copy_of, c.source, c.place
FROM claims_on($as_of) AS c
WHERE c.pledge = $pledge
    AND c.claim NOT IN (
        SELECT claim FROM postings WHERE pledge = $pledge AND known_from <= $as_of AND claim IS NOT NULL
    )
ORDER BY c.published, c.document, c."start", c.claim;
