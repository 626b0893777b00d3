-- CreateTable
CREATE TABLE "agent_runs" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "goal" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "paused_by" TEXT,
    "reason" TEXT,
    "error_code" TEXT,
    "result" TEXT,
    "data" JSONB,
    "steps" JSONB NOT NULL DEFAULT '[]',
    "step_count" INTEGER NOT NULL DEFAULT 0,
    "max_steps" INTEGER NOT NULL,
    "usage" JSONB NOT NULL,
    "created_at" TIMESTAMP(3) NOT NULL,
    "ended_at" TIMESTAMP(3),

    CONSTRAINT "agent_runs_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "agent_runs_status_check" CHECK ("status" IN ('running', 'paused', 'done', 'failed', 'stopped'))
);

-- CreateIndex
CREATE INDEX "agent_runs_workspace_id_session_id_created_at_idx" ON "agent_runs"("workspace_id", "session_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "agent_runs_status_server_id_idx" ON "agent_runs"("status", "server_id");

-- One goal at a time in a session: two would undo each other's steps.
CREATE UNIQUE INDEX "agent_runs_live_session_key" ON "agent_runs"("session_id") WHERE "status" IN ('running', 'paused');

-- AddForeignKey
ALTER TABLE "agent_runs" ADD CONSTRAINT "agent_runs_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "browser_sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;
