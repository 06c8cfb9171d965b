-- Pledges whose parties, item, names or sentences hold every word.
SELECT
    p.pledge, p.donors, p.recipients, p.item, p.unit, p.promised_low, p.promised_high, p.proposed_low, p.proposed_high,
    p.status
FROM pledges_asked($as_of, $donors, $recipients, $aids, $items, $statuses) AS p
LEFT JOIN (
    SELECT pledge, string_agg(lower(concat_ws(' ', quote, programme, channel, speaker)), ' ' ORDER BY claim) AS said
    FROM claims_on($as_of)
    GROUP BY pledge
) AS told USING (pledge)
WHERE len(list_filter($words, lambda word: NOT contains(
    lower(concat_ws(' ', p.pledge, array_to_string(p.donors, ' '), array_to_string(p.recipients, ' '), p.item,
        array_to_string(p.aliases, ' '), told.said)),
    word))) = 0
ORDER BY p.founded, p.pledge;
