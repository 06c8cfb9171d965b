-- What is held up on a day, by whom and since when; with `$lifted` also what was held up before and is no longer.
SELECT
    p.pledge, p.donors, p.recipients, p.item, p.unit,
    p.blocked_low, p.blocked_high, p.promised_low, p.promised_high,
    b.held_by, b.since, strftime(b.until, '%Y-%m-%d') AS until, b.days,
    c.quote, c.document, c.publisher, c.published,
    e.quote AS lifted_quote, e.document AS lifted_document
FROM blocks_on($as_of) AS b
JOIN pledges_asked($as_of, $donors, $recipients, $aids, $items, $statuses) AS p USING (pledge)
LEFT JOIN claims_told() AS c ON c.claim = b.claim
LEFT JOIN claims_told() AS e ON e.claim = b.lifted_by
WHERE $lifted OR b.lifted_from IS NULL
ORDER BY b.since, p.pledge, b.known_from;
