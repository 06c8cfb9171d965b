-- Every pledge that was known on a day, in its state of that day.
--
-- A pledge is overdue when its due date is past and something has not arrived, unless it is withdrawn,
-- arrived or held up; what was delivered and what was cancelled together make up the whole of some.
CREATE OR REPLACE TEMP MACRO pledges_on(day) AS TABLE (
    SELECT
        p.pledge, p.donors, p.recipients, p.item, p.unit, p.aid, p.part_of, p.split, p.summary, p.founded, p.aliases,
        s.known_from,
        s.proposed_low, s.proposed_high, s.promised_low, s.promised_high, s.blocked_low, s.blocked_high,
        s.contracted_low, s.contracted_high, s.delivered_low, s.delivered_high, s.cancelled_low, s.cancelled_high,
        s.due, s.due_last_day,
        CASE
            WHEN s.status IN ('cancelled', 'delivered', 'blocked') THEN s.status
            WHEN s.due_last_day < day
                AND NOT coalesce(s.promised_high > 0 AND s.delivered_low + s.cancelled_low >= s.promised_high, false)
                THEN 'overdue'
            ELSE s.status
        END AS status
    FROM pledges AS p
    JOIN states AS s USING (pledge)
    WHERE s.known_from <= day AND (s.known_to IS NULL OR s.known_to > day)
);
