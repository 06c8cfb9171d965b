-- Every block of a pledge: who held it, from when to when, the days that it cost, and the sentence that lifted it.
SELECT
    b.held_by, b.since, strftime(b.until, '%Y-%m-%d') AS until, b.days, c.quote, c.document,
    e.quote AS lifted_quote, e.document AS lifted_document
FROM blocks_on($as_of) AS b
LEFT JOIN claims_told() AS c ON c.claim = b.claim
LEFT JOIN claims_told() AS e ON e.claim = b.lifted_by
WHERE b.pledge = $pledge
ORDER BY b.known_from;
