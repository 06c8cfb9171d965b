-- The day of the latest document: reports without --as-of are as of it.
SELECT max(published) AS day FROM documents;
