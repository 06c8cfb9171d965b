-- One row a pledge (or only the one named), with what is known about it and the day whose rate its money takes:
-- that of what its founding claim tells, or of its publication.
--
-- `last_heard` is the last day on which anything was published about it; `told_none`, that nothing has arrived was
-- said. It is `reviewed` where a person has looked at every claim that moves something.
WITH asked AS MATERIALIZED (
    SELECT *
    FROM pledges_asked($as_of, $donors, $recipients, $aids, $items, $statuses)
    WHERE $pledge IS NULL OR pledge = $pledge
)
SELECT
    asked.*,
    told.claims, told.documents, told.sources, told.voices, told.last_heard, told.told_none, told.origin,
    told.instrument, told.aside,
    valued.low AS converted_amount, valued.worth_low AS converted_worth, valued.worth_unit AS converted_unit,
    coalesce(moving.reviewed, false) AS reviewed,
    coalesce(held.days, 0) AS days_blocked,
    coalesce(differing.columns, []) AS disputed,
    first.happened AS founding_happened,
    first.source_id,
    first.published AS founding_published
FROM asked
LEFT JOIN (
    SELECT
        pledge,
        list(claim ORDER BY claim) AS claims,
        list(DISTINCT document_hash ORDER BY document_hash) AS documents,
        list(DISTINCT source ORDER BY source) AS sources,
        list(DISTINCT voice ORDER BY voice) FILTER (WHERE voice <> 'unknown') AS voices,
        max(published) AS last_heard,
        mode(instrument ORDER BY instrument) AS instrument,
        string_agg(DISTINCT origin, '+' ORDER BY origin) AS origin,
        arg_max(whole_id, published) FILTER (WHERE starts_with(whole_id, 'aside: ')) AS aside,
        bool_or(event = 'miss' OR (event = 'deliver' AND coalesce(high, low) = 0)) AS told_none
    FROM claims_on($as_of)
    WHERE pledge IN (SELECT pledge FROM asked)
    GROUP BY pledge
) AS told USING (pledge)
LEFT JOIN (
    SELECT p.pledge, bool_and(c.review IS NOT NULL) AS reviewed
    FROM postings AS p
    JOIN claims AS c USING (claim)
    WHERE p.known_from <= $as_of AND p.pledge IN (SELECT pledge FROM asked)
    GROUP BY p.pledge
) AS moving USING (pledge)
LEFT JOIN (
    SELECT pledge, sum(days)::INTEGER AS days
    FROM blocks_on($as_of)
    GROUP BY pledge
) AS held USING (pledge)
LEFT JOIN (
    SELECT pledge, list(DISTINCT "column" ORDER BY "column") AS columns
    FROM disagreements_on($as_of)
    GROUP BY pledge
) AS differing USING (pledge)
LEFT JOIN (
    SELECT pledge, low, worth_low, worth_unit
    FROM claims_on($as_of)
    WHERE worth_unit IS NOT NULL AND low > 0 AND pledge IN (SELECT pledge FROM asked)
    QUALIFY row_number() OVER (
        PARTITION BY pledge ORDER BY event IN ('deliver', 'cancel'), published DESC, low DESC, claim
    ) = 1
) AS valued USING (pledge)
LEFT JOIN claims AS first ON first.claim = asked.pledge
ORDER BY asked.founded, asked.pledge;
