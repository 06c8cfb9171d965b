-- Where sources disagree about a pledge.
SELECT *
FROM disagreements_on($as_of)
WHERE pledge = $pledge
ORDER BY "column", known_from, chosen, other;
