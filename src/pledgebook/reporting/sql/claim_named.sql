-- The claims whose id begins with what was given.
SELECT DISTINCT claim
FROM claims
WHERE starts_with(claim, lower($name))
ORDER BY claim;
