-- Format 2: claims from data files tell their place in the file, what they are a part of, and the source's own values.
ALTER TABLE claims ADD COLUMN place TEXT;
ALTER TABLE claims ADD COLUMN whole_id TEXT;
ALTER TABLE claims ADD COLUMN worth_low TEXT;
ALTER TABLE claims ADD COLUMN worth_high TEXT;
ALTER TABLE claims ADD COLUMN worth_unit TEXT;
ALTER TABLE claims ADD COLUMN valuation TEXT;
CREATE INDEX claims_by_id ON claims (claim, extraction);
