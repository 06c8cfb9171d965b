-- Which of these names are givers or receivers in any claim of the book.
SELECT DISTINCT party
FROM (SELECT unnest(list_concat(donors, recipients)) AS party FROM claims)
WHERE list_contains($names, party);
