-- Who told of a pledge, in the order of telling: the first to say so first; near-copies stand with the one they copy.
SELECT
    source, arg_min(voice, (published, document, "start", claim)) AS voice,
    arg_min(speaker, (published, document, "start", claim)) AS speaker,
    min(published) AS first_told, max(published) AS last_told,
    count(DISTINCT document_hash)::INTEGER AS documents,
    count(DISTINCT document_hash) FILTER (WHERE copy_of IS NOT NULL)::INTEGER AS copies
FROM claims_on($as_of)
WHERE pledge = $pledge
GROUP BY source
ORDER BY first_told, min(document), source;
