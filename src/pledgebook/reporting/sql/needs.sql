-- What was asked for: one row an appeal, however many published it.
-- Two claims are one appeal if they carry the same sentence, or the same speaker asks for the same.
WITH appeals AS (
    SELECT
        *,
        CASE
            WHEN speaker IS NULL THEN ['quote', quote]
            ELSE ['speaker', speaker, coalesce(item, ''), coalesce(low::VARCHAR, ''), coalesce(high::VARCHAR, ''),
                coalesce(unit, ''), array_to_string(recipients, '+')]
        END AS appeal
    FROM claims_asked($as_of, $donors, $recipients, $aids, $items, $statuses)
    WHERE event = 'appeal'
),
ranked AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY appeal ORDER BY published, document, "start", claim) AS rank_told,
        list(publisher) OVER (PARTITION BY appeal ORDER BY published, document, "start", claim
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS told_by,
        count(*) OVER (PARTITION BY appeal) AS claims
    FROM appeals
)
SELECT
    published, recipients, donors AS asked, speaker, list_sort(list_distinct(told_by)) AS publishers,
    item, aid, low, high, unit, per, due, quote, document, claim, claims
FROM ranked
WHERE rank_told = 1
ORDER BY published, document, claim;
