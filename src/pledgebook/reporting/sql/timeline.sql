-- Every state that was known by a day, of the pledges that fit the question, in the order of becoming known.
--
-- A status asked for is that of the day. A whole with a figure at any stage covers its parts.
SELECT
    p.pledge, p.unit, p.item, p.part_of, p.summary, s.known_from, s.known_to,
    s.promised_low, s.promised_high, s.delivered_low, s.delivered_high,
    greatest(
        s.proposed_low, s.proposed_high, s.promised_low, s.promised_high, s.blocked_low, s.blocked_high,
        s.contracted_low, s.contracted_high, s.delivered_low, s.delivered_high, s.cancelled_low, s.cancelled_high
    ) > 0 AS has_figure,
    first.happened AS founding_happened, coalesce(first.published, p.founded) AS founding_published
FROM pledges AS p
JOIN states AS s USING (pledge)
LEFT JOIN claims AS first ON first.claim = p.pledge
WHERE s.known_from <= $as_of
    AND ($donors IS NULL OR list_has_any(p.donors, $donors))
    AND ($recipients IS NULL OR list_has_any(p.recipients, $recipients))
    AND ($aids IS NULL OR list_contains($aids, p.aid))
    AND ($items IS NULL OR len(list_filter($items, lambda word: contains(lower(p.item), word))) > 0)
    AND ($statuses IS NULL OR p.pledge IN (
        SELECT pledge FROM pledges_asked($as_of, $donors, $recipients, $aids, $items, $statuses)
    ))
ORDER BY s.known_from, p.pledge;
