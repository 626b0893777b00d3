-- AlterTable
ALTER TABLE "recordings" ADD COLUMN     "failure" TEXT;

-- CreateTable
CREATE TABLE "recording_exports" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "options" JSONB NOT NULL,
    "file_name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "progress" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "size_bytes" BIGINT,
    "error_code" TEXT,
    "error_message" TEXT,
    "server_id" TEXT NOT NULL,
    "host_id" TEXT NOT NULL,
    "created_at" TIMESTAMP(3) NOT NULL,
    "expires_at" TIMESTAMP(3),

    CONSTRAINT "recording_exports_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "recording_exports_state_check" CHECK ("state" IN ('waiting', 'running', 'done', 'failed', 'cancelled'))
);

-- CreateIndex
CREATE INDEX "recording_exports_workspace_id_session_id_created_at_idx" ON "recording_exports"("workspace_id", "session_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "recording_exports_expires_at_idx" ON "recording_exports"("expires_at");

-- AddForeignKey
ALTER TABLE "recording_exports" ADD CONSTRAINT "recording_exports_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "browser_sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;
