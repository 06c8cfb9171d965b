-- The day on which what is told has happened: the end of the period told, at the latest the day of publication.
CREATE OR REPLACE TEMP MACRO day_told(happened, published) AS (
    CASE length(happened)
        WHEN 4 THEN least(make_date(happened::INTEGER, 12, 31), published)
        WHEN 7 THEN least(last_day((happened || '-01')::DATE), published)
        WHEN 10 THEN least(happened::DATE, published)
        ELSE published
    END
);
