-- Every pledge with a date by which it is due, as known on a day, with the sentence of the latest claim that tells one.
SELECT
    p.pledge, p.donors, p.recipients, p.item, p.unit, p.due, p.due_last_day, p.status,
    p.proposed_low, p.proposed_high, p.promised_low, p.promised_high, p.delivered_low, p.delivered_high,
    told.quote, told.document, told.publisher, told.published
FROM pledges_asked($as_of, $donors, $recipients, $aids, $items, $statuses) AS p
LEFT JOIN (
    SELECT pledge, quote, document, publisher, published
    FROM claims_on($as_of)
    WHERE pledge IS NOT NULL AND due IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY pledge ORDER BY published DESC, document, "start", claim) = 1
) AS told USING (pledge)
WHERE p.due IS NOT NULL
ORDER BY p.due_last_day, p.pledge;
