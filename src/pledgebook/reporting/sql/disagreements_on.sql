-- Two figures for one time that were both known on a day, with the sentences that tell them.
CREATE OR REPLACE TEMP MACRO disagreements_on(day) AS TABLE (
    SELECT
        d.pledge, d."column", d.rule, d.known_from,
        c.claim AS chosen, c.low AS chosen_low, c.high AS chosen_high, c.unit, c.quote AS chosen_quote,
        c.publisher AS chosen_publisher, c.published AS chosen_published, c.voice AS chosen_voice,
        o.claim AS other, o.low AS other_low, o.high AS other_high, o.quote AS other_quote,
        o.publisher AS other_publisher, o.published AS other_published, o.voice AS other_voice
    FROM disagreements AS d
    JOIN claims_on(day) AS c ON c.claim = d.chosen
    JOIN claims_on(day) AS o ON o.claim = d.other
    WHERE d.known_from <= day
);
