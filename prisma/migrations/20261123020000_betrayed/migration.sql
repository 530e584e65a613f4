-- Records fetched for a gap that are new to the stories: those in which a transfer may be betrayed.
CREATE INDEX "recorded_events_fetched_idx" ON "recorded_events" ("tx") WHERE "facts" ? 'fetched';
