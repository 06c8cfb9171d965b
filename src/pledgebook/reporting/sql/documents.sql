-- One row a document that was published by a day and not replaced by then, the latest first; if the question names
-- anyone or anything, only those with a claim that fits it.
SELECT
    d.document, d.published, d.publisher, d.title, d.language, d.url, d.hash,
    coalesce(told.claims, 0) AS claims, copied.copy_of
FROM documents AS d
LEFT JOIN (
    SELECT document_hash, count(*)::INTEGER AS claims
    FROM claims_on($as_of)
    GROUP BY document_hash
) AS told ON told.document_hash = d.hash
LEFT JOIN (
    SELECT document_hash, min(copy_of) AS copy_of
    FROM copies
    GROUP BY document_hash
) AS copied ON copied.document_hash = d.hash
WHERE d.published <= $as_of
    AND (d.superseded_from IS NULL OR d.superseded_from > $as_of)
    AND (
        ($donors IS NULL AND $recipients IS NULL AND $aids IS NULL AND $items IS NULL AND $statuses IS NULL)
        OR d.hash IN (
            SELECT document_hash FROM claims_asked($as_of, $donors, $recipients, $aids, $items, $statuses)
        )
    )
ORDER BY d.published DESC, d.document, d.hash;
