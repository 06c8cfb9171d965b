-- The claims of a day that fit the question; a NULL list asks for all.
-- A status is that of the claim's pledge; claims without a pledge have none.
CREATE OR REPLACE TEMP MACRO claims_asked(day, from_donors, to_recipients, of_aids, of_items, with_statuses) AS TABLE (
    SELECT c.*
    FROM claims_on(day) AS c
    LEFT JOIN pledges_on(day) AS p ON p.pledge = c.pledge
    WHERE (from_donors IS NULL OR list_has_any(c.donors, from_donors))
        AND (to_recipients IS NULL OR list_has_any(c.recipients, to_recipients))
        AND (of_aids IS NULL OR list_contains(of_aids, c.aid))
        AND (of_items IS NULL OR len(list_filter(of_items, lambda word: contains(lower(c.item), word))) > 0)
        AND (with_statuses IS NULL OR list_contains(with_statuses, p.status))
);
