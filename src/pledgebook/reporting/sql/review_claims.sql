-- Claims of pledges at which no person has looked, and of which their extractor is not sure.
SELECT
    c.claim, c.pledge, c.confidence, c.event, c.donors, c.recipients, c.low, c.high, c.unit, c.item,
    c.quote, c.document, c.publisher, c.published
FROM claims_on($as_of) AS c
WHERE c.pledge IS NOT NULL AND c.review IS NULL AND c.confidence < 1
ORDER BY c.claim;
