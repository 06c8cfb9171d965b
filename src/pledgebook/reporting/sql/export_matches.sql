-- One row a match of the pledges asked for, between claims that were both published by the day.
SELECT m.kind, m."left", m."right", m.weight, m.reasons, m.pledge
FROM matches AS m
JOIN claims AS l ON l.claim = m."left" AND l.published <= $as_of
JOIN claims AS r ON r.claim = m."right" AND r.published <= $as_of
WHERE m.pledge IN (SELECT pledge FROM pledges_asked($as_of, $donors, $recipients, $aids, $items, $statuses))
ORDER BY m.kind, m."left", m."right";
