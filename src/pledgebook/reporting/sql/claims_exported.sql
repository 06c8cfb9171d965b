-- The claims that belong into an export: those that fit the question, and all that the pledges asked for rest on, also
-- where their document was replaced since; with `everything` all that were published by the day.
CREATE OR REPLACE TEMP MACRO claims_exported(
    day, from_donors, to_recipients, of_aids, of_items, with_statuses, everything
) AS TABLE (
    WITH asked AS (
        SELECT pledge FROM pledges_asked(day, from_donors, to_recipients, of_aids, of_items, with_statuses)
    ),
    wanted AS (
        SELECT claim FROM claims_asked(day, from_donors, to_recipients, of_aids, of_items, with_statuses)
        UNION
        SELECT claim FROM claims WHERE everything OR pledge IN (SELECT pledge FROM asked)
        UNION
        SELECT claim FROM postings WHERE known_from <= day AND pledge IN (SELECT pledge FROM asked)
        UNION
        SELECT unnest(["left", "right"]) FROM matches WHERE pledge IN (SELECT pledge FROM asked)
    )
    SELECT c.* REPLACE (CASE WHEN c.withdrawn <= day THEN c.withdrawn END AS withdrawn)
    FROM claims_told() AS c
    WHERE c.published <= day AND c.claim IN (SELECT claim FROM wanted)
);
