-- Documents whose id, title or publisher hold every word; if the question names anyone or anything,
-- only those with a claim that fits it.
SELECT d.document, d.published, d.publisher, d.title
FROM documents AS d
WHERE d.published <= $as_of
    AND (d.superseded_from IS NULL OR d.superseded_from > $as_of)
    AND len(list_filter($words, lambda word: NOT contains(
        lower(concat_ws(' ', d.document, d.title, d.publisher)), word))) = 0
    AND (
        ($donors IS NULL AND $recipients IS NULL AND $aids IS NULL AND $items IS NULL AND $statuses IS NULL)
        OR d.hash IN (
            SELECT document_hash FROM claims_asked($as_of, $donors, $recipients, $aids, $items, $statuses)
        )
    )
ORDER BY d.published DESC, d.document;
