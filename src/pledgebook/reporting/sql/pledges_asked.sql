-- The pledges of a day that fit the question; a NULL list asks for all.
CREATE OR REPLACE TEMP MACRO pledges_asked(day, from_donors, to_recipients, of_aids, of_items, with_statuses) AS TABLE (
    SELECT *
    FROM pledges_on(day)
    WHERE (from_donors IS NULL OR list_has_any(donors, from_donors))
        AND (to_recipients IS NULL OR list_has_any(recipients, to_recipients))
        AND (of_aids IS NULL OR list_contains(of_aids, aid))
        AND (of_items IS NULL OR len(list_filter(of_items, lambda word: contains(lower(item), word))) > 0)
        AND (with_statuses IS NULL OR list_contains(with_statuses, status))
);
