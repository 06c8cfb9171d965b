-- Decisions whose claim is not found any more, or whose document a later text has replaced.
SELECT
    d.decision, d.kind, d.claim, d.other, d.field, d.value, d.who, d."when", d.why, d.state,
    coalesce(c.quote, '') AS quote, coalesce(t.document, '') AS document, t.publisher, t.published, c.pledge
FROM decisions AS d
LEFT JOIN claims AS c ON c.claim = d.claim
LEFT JOIN documents AS t ON t.hash = d.document_hash
WHERE d.state IN ('lost', 'replaced')
ORDER BY d."when", d.decision;
