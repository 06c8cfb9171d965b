-- Every claim that was published by a day and not withdrawn by then.
CREATE OR REPLACE TEMP MACRO claims_on(day) AS TABLE (
    SELECT *
    FROM claims_told()
    WHERE published <= day AND (withdrawn IS NULL OR withdrawn > day)
);
