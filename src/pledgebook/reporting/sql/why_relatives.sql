-- The whole of a pledge and its parts, as they were known on a day.
SELECT CASE WHEN p.part_of = $pledge THEN 'part' ELSE 'whole' END AS kind, p.*
FROM pledges_on($as_of) AS p
WHERE p.part_of = $pledge
    OR p.pledge = (SELECT part_of FROM pledges WHERE pledge = $pledge)
ORDER BY kind DESC, p.founded, p.pledge;
