-- One row a posting of the pledges asked for that was known on the day.
SELECT
    p.pledge, p.number, p.claim, p.unit, p.from_account, p.to_account, p.low, p.high, p.high_open, p.known_from, p.rule
FROM postings AS p
WHERE p.known_from <= $as_of
    AND p.pledge IN (SELECT pledge FROM pledges_asked($as_of, $donors, $recipients, $aids, $items, $statuses))
ORDER BY p.pledge, p.number;
