-- CreateTable
CREATE TABLE "recordings" (
    "session_id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "storage" TEXT NOT NULL,
    "host_id" TEXT,
    "started_at" TIMESTAMP(3) NOT NULL,
    "ended_at" TIMESTAMP(3),
    "removed_at" TIMESTAMP(3),
    "duration_ms" INTEGER NOT NULL DEFAULT 0,
    "size_bytes" BIGINT NOT NULL DEFAULT 0,
    "frames" INTEGER NOT NULL DEFAULT 0,
    "events" INTEGER NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "recordings_pkey" PRIMARY KEY ("session_id"),
    CONSTRAINT "recordings_storage_check" CHECK ("storage" IN ('disk', 's3'))
);

-- CreateIndex
CREATE INDEX "recordings_workspace_id_started_at_idx" ON "recordings"("workspace_id", "started_at" DESC);

-- CreateIndex
CREATE INDEX "recordings_started_at_idx" ON "recordings"("started_at");

-- AlterTable
ALTER TABLE "workspace_settings" ADD COLUMN     "recording_quota_bytes" BIGINT,
ADD COLUMN     "recording_retention_days" INTEGER;
