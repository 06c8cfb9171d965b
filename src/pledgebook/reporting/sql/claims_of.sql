-- The claims of a pledge, of a document, or the one that is named, as known on a day, in the order of the text. Those that
-- no longer count come along, marked by the day from which they are withdrawn.
SELECT *
FROM claims_told()
WHERE published <= $as_of
    AND ($pledge IS NULL OR pledge = $pledge)
    AND ($document_hash IS NULL OR document_hash = $document_hash)
    AND ($claim IS NULL OR claim = $claim)
ORDER BY published, document, "start", "end", claim;
