-- The pledges that these claims are about, as known on a day.
SELECT claim, pledge
FROM claims_on($as_of)
WHERE list_contains($claims, claim) AND pledge IS NOT NULL;
