-- CreateTable
CREATE TABLE "evidence_shots" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "activity_id" TEXT NOT NULL,
    "tab_id" TEXT NOT NULL,
    "moment" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "masked_fields" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "evidence_shots_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "evidence_shots_moment_check" CHECK ("moment" IN ('before', 'after'))
);

-- CreateTable
CREATE TABLE "evidence_redactions" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "x" INTEGER NOT NULL,
    "y" INTEGER NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "evidence_redactions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evidence_exports" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "file_sha256" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "steps" INTEGER NOT NULL,
    "shots" INTEGER NOT NULL,
    "redactions" INTEGER NOT NULL,
    "title" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "evidence_exports_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "evidence_exports_format_check" CHECK ("format" IN ('pdf', 'zip'))
);

-- CreateIndex
CREATE INDEX "evidence_shots_workspace_id_session_id_activity_id_idx" ON "evidence_shots"("workspace_id", "session_id", "activity_id");

-- CreateIndex
CREATE INDEX "evidence_shots_session_id_sha256_idx" ON "evidence_shots"("session_id", "sha256");

-- CreateIndex
CREATE INDEX "evidence_shots_at_idx" ON "evidence_shots"("at");

-- CreateIndex
CREATE INDEX "evidence_redactions_workspace_id_session_id_sha256_idx" ON "evidence_redactions"("workspace_id", "session_id", "sha256");

-- CreateIndex
CREATE INDEX "evidence_exports_workspace_id_session_id_created_at_idx" ON "evidence_exports"("workspace_id", "session_id", "created_at" DESC);

-- AddForeignKey
ALTER TABLE "evidence_shots" ADD CONSTRAINT "evidence_shots_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "browser_sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence_redactions" ADD CONSTRAINT "evidence_redactions_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "browser_sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence_exports" ADD CONSTRAINT "evidence_exports_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "browser_sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;
