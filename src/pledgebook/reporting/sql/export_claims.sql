-- One row a claim of an export, document by document.
SELECT *
FROM claims_exported($as_of, $donors, $recipients, $aids, $items, $statuses, $everything)
ORDER BY published, document, document_hash, "start", "end", claim;
