-- Why claims are taken to be about this pledge, or it to be a part of another, or others of it.
WITH own AS MATERIALIZED (
    SELECT claim FROM claims WHERE pledge = $pledge
),
about AS MATERIALIZED (
    SELECT *
    FROM matches
    WHERE pledge = $pledge OR "left" IN (SELECT claim FROM own) OR "right" IN (SELECT claim FROM own)
)
SELECT m.kind, m."left", m."right", m.weight, m.reasons, l.document AS left_document, r.document AS right_document
FROM about AS m
LEFT JOIN claims AS l ON l.claim = m."left"
LEFT JOIN claims AS r ON r.claim = m."right"
WHERE (l.published IS NULL OR l.published <= $as_of)
    AND (r.published IS NULL OR r.published <= $as_of)
ORDER BY m.kind DESC, m.weight DESC, m."left", m."right";
