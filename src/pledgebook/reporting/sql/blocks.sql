-- What is held up on a day, by whom and since when.
--
-- A block stands from the first state after the last one in which nothing was held up. Who holds it
-- is told by the claims since then; the day is that of the event, else of its publication.
WITH held AS (
    SELECT *
    FROM pledges_asked($as_of, $donors, $recipients, $aids, $items, $statuses)
    WHERE blocked_high IS NULL OR blocked_high > 0 OR status = 'blocked'
),
free AS (
    SELECT pledge, max(known_from) AS known_from
    FROM states
    WHERE known_from <= $as_of AND blocked_high = 0 AND status <> 'blocked'
    GROUP BY pledge
),
standing AS (
    SELECT s.pledge, min(s.known_from) AS known_from
    FROM states AS s
    LEFT JOIN free USING (pledge)
    WHERE s.known_from <= $as_of AND (free.known_from IS NULL OR s.known_from > free.known_from)
    GROUP BY s.pledge
),
told AS (
    SELECT c.*
    FROM claims_on($as_of) AS c
    JOIN standing USING (pledge)
    WHERE c.event = 'block' AND c.published >= standing.known_from
),
told_by_pledge AS (
    SELECT
        pledge,
        list(DISTINCT held_by ORDER BY held_by) FILTER (WHERE held_by IS NOT NULL) AS held_by,
        arg_min(coalesce(happened, strftime(published, '%Y-%m-%d')), (published, document, "start", claim)) AS since,
        arg_max(quote, (published, document, "start", claim)) AS quote,
        arg_max(document, (published, document, "start", claim)) AS document,
        arg_max(publisher, (published, document, "start", claim)) AS publisher,
        arg_max(published, (published, document, "start", claim)) AS published
    FROM told
    GROUP BY pledge
)
SELECT
    held.pledge, held.donors, held.recipients, held.item, held.unit,
    held.blocked_low, held.blocked_high, held.promised_low, held.promised_high,
    coalesce(told_by_pledge.held_by, []) AS held_by,
    coalesce(told_by_pledge.since, strftime(standing.known_from, '%Y-%m-%d')) AS since,
    told_by_pledge.quote, told_by_pledge.document, told_by_pledge.publisher, told_by_pledge.published
FROM held
LEFT JOIN standing USING (pledge)
LEFT JOIN told_by_pledge USING (pledge)
ORDER BY since, held.pledge;
