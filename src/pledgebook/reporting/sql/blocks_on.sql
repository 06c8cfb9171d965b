-- Every block that was known on a day: from when on, and where it was lifted until when, by which claim.
--
-- A block stands from the first state in which something is held up to the next in which nothing is. It begins with
-- the first event that its claims tell, and ends with the event of the claim that took the units out.
CREATE OR REPLACE TEMP MACRO blocks_on(day) AS TABLE (
    WITH marked AS (
        SELECT
            pledge, known_from,
            blocked_high IS NULL OR blocked_high > 0 OR status = 'blocked' AS held,
            lag(held) OVER (PARTITION BY pledge ORDER BY known_from) AS held_before
        FROM states
        WHERE known_from <= day
    ),
    turns AS (
        SELECT
            pledge, known_from, held,
            lead(known_from) OVER (PARTITION BY pledge ORDER BY known_from) AS next_turn
        FROM marked
        WHERE held IS DISTINCT FROM held_before AND (held OR held_before)
    ),
    blocks AS (
        SELECT pledge, known_from, next_turn AS lifted_from
        FROM turns
        WHERE held
    ),
    told AS (
        SELECT
            b.pledge, b.known_from,
            list(DISTINCT c.held_by ORDER BY c.held_by) FILTER (WHERE c.held_by IS NOT NULL) AS held_by,
            min(day_told(c.happened, c.published)) AS since,
            arg_min(coalesce(c.happened, strftime(c.published, '%Y-%m-%d')),
                (c.published, c.document, c."start", c.claim)) AS since_told,
            arg_max(c.claim, (c.published, c.document, c."start", c.claim)) AS claim
        FROM blocks AS b
        JOIN claims_on(day) AS c ON c.pledge = b.pledge AND c.event = 'block' AND c.published >= b.known_from
            AND (b.lifted_from IS NULL OR c.published < b.lifted_from)
        GROUP BY b.pledge, b.known_from
    ),
    lifted AS (
        SELECT b.pledge, b.known_from, arg_min(p.claim, p.number) AS claim
        FROM blocks AS b
        JOIN postings AS p ON p.pledge = b.pledge AND p.known_from = b.lifted_from AND p.to_account = 'blocked'
            AND (p.low < 0 OR p.high < 0)
        GROUP BY b.pledge, b.known_from
    )
    SELECT
        b.pledge, b.known_from, b.lifted_from,
        coalesce(told.held_by, []) AS held_by,
        coalesce(told.since_told, strftime(b.known_from, '%Y-%m-%d')) AS since,
        told.claim,
        lifted.claim AS lifted_by,
        CASE WHEN b.lifted_from IS NOT NULL
            THEN coalesce(day_told(ending.happened, ending.published), b.lifted_from) END AS until,
        greatest(0, date_diff('day', coalesce(told.since, b.known_from), coalesce(until, day))) AS days
    FROM blocks AS b
    LEFT JOIN told USING (pledge, known_from)
    LEFT JOIN lifted USING (pledge, known_from)
    LEFT JOIN claims AS ending ON ending.claim = lifted.claim
);
