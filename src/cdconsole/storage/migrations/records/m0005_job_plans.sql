-- Job plans in full: times, on-call work, less than full time, objectives, sign-off; and what the department needs.

ALTER TABLE job_plan ADD COLUMN on_call_predictable REAL NOT NULL DEFAULT 0;
ALTER TABLE job_plan ADD COLUMN on_call_unpredictable REAL NOT NULL DEFAULT 0;
ALTER TABLE job_plan ADD COLUMN has_prospective_cover INTEGER NOT NULL DEFAULT 0;
ALTER TABLE job_plan ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE job_plan ADD COLUMN is_full_time INTEGER NOT NULL DEFAULT 1;
ALTER TABLE job_plan ADD COLUMN agreed_pas REAL; -- NULL: the plan states none
ALTER TABLE job_plan ADD COLUMN working_weeks INTEGER NOT NULL DEFAULT 42;
ALTER TABLE job_plan ADD COLUMN objectives TEXT NOT NULL DEFAULT '[]'; -- a list in JSON: a version never changes

ALTER TABLE programmed_activity ADD COLUMN starts TEXT; -- HH:MM; NULL in plans that give a half-day only
ALTER TABLE programmed_activity ADD COLUMN ends TEXT;

CREATE TABLE job_plan_sign_off (
    id TEXT PRIMARY KEY,
    job_plan_id TEXT NOT NULL REFERENCES job_plan (id),
    state TEXT NOT NULL,
    reached_on TEXT, -- NULL: not known
    person TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE INDEX job_plan_sign_off_of_plan ON job_plan_sign_off (job_plan_id, at);

CREATE TABLE activity_need (
    id TEXT PRIMARY KEY,
    activity TEXT NOT NULL,
    pas REAL NOT NULL CHECK (pas > 0),
    why TEXT NOT NULL,
    revision INTEGER NOT NULL
) STRICT;
