-- Ties between claims of which no person has said whether they hold, and what is hardly strong enough for one.
SELECT
    m.kind, m."left", m."right", m.weight, l.pledge, l.quote, l.document, l.publisher, l.published,
    r.quote AS other_quote, r.document AS other_document
FROM matches AS m
JOIN claims_on($as_of) AS l ON l.claim = m."left"
JOIN claims_on($as_of) AS r ON r.claim = m."right"
WHERE m.weight < $surely
    AND NOT EXISTS (
        SELECT 1 FROM decisions AS d
        WHERE d.state = 'stands' AND d.kind IN ('same', 'different', 'part_of', 'merge', 'split')
            AND (d.claim IN (m."left", m."right"))
            AND (d.other IS NULL OR d.other IN (m."left", m."right"))
    )
ORDER BY m.kind, m."left", m."right";
