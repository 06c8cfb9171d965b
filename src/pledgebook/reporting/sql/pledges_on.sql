-- Every pledge that was known on a day, in its state of that day.
--
-- A promise is overdue when its due date is past and something has not arrived, unless it is withdrawn,
-- arrived or held up. Nothing is missing where what was delivered and what was cancelled make up the figure
-- that is told of it (50 for 'up to 50' and for 'at least 50'); of 'some' something always is.
CREATE OR REPLACE TEMP MACRO pledges_on(day) AS TABLE (
    SELECT
        p.pledge, p.donors, p.recipients, p.item, p.unit, p.aid, p.part_of, p.split, p.summary, p.founded, p.aliases,
        s.known_from,
        s.proposed_low, s.proposed_high, s.promised_low, s.promised_high, s.blocked_low, s.blocked_high,
        s.contracted_low, s.contracted_high, s.delivered_low, s.delivered_high, s.cancelled_low, s.cancelled_high,
        s.due, s.due_last_day,
        CASE
            WHEN s.status IN ('open', 'partly delivered') AND s.due_last_day < day
                AND CASE
                    WHEN s.promised_low = 0 AND s.promised_high = 0
                        THEN s.delivered_low + s.cancelled_low < coalesce(s.proposed_high, s.proposed_low)
                            OR (s.proposed_low = 0 AND s.proposed_high IS NULL)
                    ELSE s.delivered_low + s.cancelled_low < coalesce(s.promised_high, s.promised_low)
                        OR (s.promised_low = 0 AND s.promised_high IS NULL)
                END
                THEN 'overdue'
            ELSE s.status
        END AS status
    FROM pledges AS p
    JOIN states AS s USING (pledge)
    WHERE s.known_from <= day AND (s.known_to IS NULL OR s.known_to > day)
);
