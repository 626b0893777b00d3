-- AlterTable
ALTER TABLE "browser_sessions" ADD COLUMN     "status_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- AlterTable
ALTER TABLE "cleanup_runs" ADD COLUMN     "shares" JSONB NOT NULL DEFAULT '{}';

-- CreateTable
CREATE TABLE "session_recoveries" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "took_ms" INTEGER NOT NULL,

    CONSTRAINT "session_recoveries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "session_recoveries_workspace_id_at_idx" ON "session_recoveries"("workspace_id", "at" DESC);
