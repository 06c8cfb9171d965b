-- The whole of each part on a day; a summary is the whole of nothing, since it stands in no total.
SELECT part.pledge, part.part_of
FROM pledges_on($as_of) AS part
JOIN pledges_on($as_of) AS whole ON whole.pledge = part.part_of
WHERE NOT coalesce(whole.summary, false);
