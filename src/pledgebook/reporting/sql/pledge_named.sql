-- The pledges whose id or another of their names is, or begins with, what was given.
WITH named AS (
    SELECT pledge, unnest([pledge] || coalesce(aliases, [])) AS name FROM pledges
)
SELECT pledge, bool_or(lower(name) = lower($name)) AS exact
FROM named
WHERE starts_with(lower(name), lower($name))
GROUP BY pledge
ORDER BY exact DESC, pledge;
