-- AlterTable
ALTER TABLE "browser_sessions" DROP COLUMN "endpoint",
ADD COLUMN     "browser" JSONB,
ADD COLUMN     "key" TEXT,
ADD COLUMN     "restored_from" TEXT,
ADD COLUMN     "saved_state" TEXT,
ADD COLUMN     "sealed_secrets" TEXT,
ADD COLUMN     "server_id" TEXT;

-- CreateTable
CREATE TABLE "servers" (
    "id" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "host_id" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "process_start" TEXT NOT NULL,
    "started_at" TIMESTAMP(3) NOT NULL,
    "heartbeat_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "servers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cleanup_runs" (
    "id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "workspace_id" TEXT,
    "user_id" TEXT,
    "started_at" TIMESTAMP(3) NOT NULL,
    "duration_ms" INTEGER NOT NULL,
    "found" INTEGER NOT NULL,
    "ended" INTEGER NOT NULL,
    "processes" INTEGER NOT NULL,
    "directories" INTEGER NOT NULL,
    "freed_bytes" BIGINT NOT NULL,
    "failures" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "cleanup_runs_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "servers_heartbeat_at_idx" ON "servers"("heartbeat_at");

-- CreateIndex
CREATE INDEX "cleanup_runs_started_at_idx" ON "cleanup_runs"("started_at" DESC);

-- CreateIndex
CREATE INDEX "browser_sessions_server_id_status_idx" ON "browser_sessions"("server_id", "status");


-- Checks and an index that Prisma's schema language cannot say.
ALTER TABLE "browser_sessions" DROP CONSTRAINT "browser_sessions_status_known";
ALTER TABLE "browser_sessions" ADD CONSTRAINT "browser_sessions_status_known" CHECK ("status" IN ('queued', 'creating', 'active', 'idle', 'terminating', 'terminated', 'error'));
CREATE UNIQUE INDEX "browser_sessions_running_key" ON "browser_sessions"("workspace_id", "user_id", "key") WHERE "key" IS NOT NULL AND "status" IN ('queued', 'creating', 'active', 'idle');
CREATE INDEX "browser_sessions_queue_idx" ON "browser_sessions"("created_at", "id") WHERE "status" = 'queued';
