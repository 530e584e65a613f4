-- How far each link to a PBX has come, so that a restart of the program leaves no gap.
CREATE TABLE "link_progress" (
  "sn" TEXT NOT NULL DEFAULT '',
  "url" TEXT NOT NULL,
  "complete_until" TIMESTAMPTZ(3) NOT NULL,

  CONSTRAINT "link_progress_pkey" PRIMARY KEY ("sn", "url")
);
