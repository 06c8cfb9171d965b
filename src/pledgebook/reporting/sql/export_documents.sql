-- One row a document of an export: all that were published by the day, or those that its claims stand in.
SELECT
    d.document, d.hash, d.address, d.published, d.publisher, d.language, d.title, d.url,
    CASE WHEN d.superseded_from <= $as_of THEN d.superseded_from END AS superseded_from,
    k.copy_of
FROM documents AS d
LEFT JOIN (
    SELECT c.document_hash, c.copy_of, first.address AS first_address
    FROM copies AS c
    JOIN documents AS first ON first.hash = c.copy_of_hash
) AS k ON k.document_hash = d.hash AND k.first_address <> d.address
WHERE d.published <= $as_of
    AND ($everything OR d.hash IN (
        SELECT document_hash FROM claims_exported($as_of, $donors, $recipients, $aids, $items, $statuses, $everything)
    ))
ORDER BY d.published, d.document, d.hash;
