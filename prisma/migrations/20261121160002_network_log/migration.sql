-- AlterTable
ALTER TABLE "session_logs" ADD COLUMN     "column" INTEGER,
ADD COLUMN     "line" INTEGER,
ADD COLUMN     "stack" TEXT,
ADD COLUMN     "tab_id" TEXT;

-- CreateTable
CREATE TABLE "network_entries" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "tab_id" TEXT NOT NULL,
    "frame_id" TEXT,
    "method" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "resource_type" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "status" INTEGER,
    "failure" TEXT,
    "mime_type" TEXT,
    "served_from" TEXT NOT NULL,
    "started_at" TIMESTAMP(3) NOT NULL,
    "duration_ms" DOUBLE PRECISION,
    "transfer_bytes" DOUBLE PRECISION,
    "body_bytes" DOUBLE PRECISION,
    "redirected_from" TEXT,
    "messages" JSONB,
    "details" JSONB NOT NULL,

    CONSTRAINT "network_entries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "network_entries_workspace_id_session_id_id_idx" ON "network_entries"("workspace_id", "session_id", "id");

-- AddForeignKey
ALTER TABLE "network_entries" ADD CONSTRAINT "network_entries_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "browser_sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;
