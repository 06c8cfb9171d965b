-- On how much the pledges that fit the question rest, as known on a day.
SELECT
    count(*)::INTEGER AS claims,
    count(DISTINCT document_hash)::INTEGER AS documents,
    count(DISTINCT source)::INTEGER AS publishers
FROM claims_on($as_of)
WHERE pledge IN (SELECT pledge FROM pledges_asked($as_of, $donors, $recipients, $aids, $items, $statuses));
