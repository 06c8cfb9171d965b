-- The documents with this id or hash; of an id with several texts the latest first.
SELECT document, published, publisher, title, language, url, hash, address, superseded_from
FROM documents
WHERE hash = $name OR document = $name
ORDER BY published DESC, hash;
