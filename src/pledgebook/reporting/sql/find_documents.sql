-- Documents by title, publisher or claimed sentence, where the log's full-text search is not at hand.
SELECT d.document, d.published, d.publisher, d.title
FROM documents AS d
WHERE d.published <= $as_of AND len(list_filter($words, lambda word: NOT contains(
    lower(concat_ws(' ', d.document, d.title, d.publisher)), word))) = 0
ORDER BY d.published DESC, d.document
;
