-- AlterTable
ALTER TABLE "workspace_settings" ADD COLUMN     "evidence" TEXT,
ADD COLUMN     "evidence_retention_days" INTEGER,
ADD COLUMN     "log_network" TEXT,
ADD COLUMN     "log_retention_days" INTEGER,
ADD COLUMN     "mask_patterns" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "record_inputs" BOOLEAN,
ADD COLUMN     "record_session" BOOLEAN,
ADD CONSTRAINT "workspace_settings_evidence_check" CHECK ("evidence" IN ('off', 'failures', 'after', 'both')),
ADD CONSTRAINT "workspace_settings_log_network_check" CHECK ("log_network" IN ('off', 'headers', 'bodies'));

-- AlterTable
ALTER TABLE "browser_sessions" ADD COLUMN     "network_body_bytes" BIGINT;

-- Sums are made often, and few sessions have bodies.
CREATE INDEX "browser_sessions_with_bodies_idx" ON "browser_sessions"("workspace_id") WHERE "network_body_bytes" > 0;
