-- One row a claim, in the order of publication and of the text.
SELECT *
FROM claims_asked($as_of, $donors, $recipients, $aids, $items, $statuses)
ORDER BY published, document, "start", "end", claim;
