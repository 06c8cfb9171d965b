-- Every claim, with the document that its own one copies, and the publisher that counts as its source.
--
-- The source of a near-copy's claims is the publisher of the first document. A later text at the same address is
-- nearly the same text too, but replaces it and is no copy.
CREATE OR REPLACE TEMP MACRO claims_told() AS TABLE (
    SELECT c.*, copied.copy_of, coalesce(copied.publisher, c.publisher) AS source
    FROM claims AS c
    LEFT JOIN (
        SELECT k.document_hash, k.copy_of, first.publisher
        FROM copies AS k
        JOIN documents AS own ON own.hash = k.document_hash
        JOIN documents AS first ON first.hash = k.copy_of_hash
        WHERE own.address <> first.address
    ) AS copied ON copied.document_hash = c.document_hash
);
