
-- Checks that Prisma's schema language cannot say.
ALTER TABLE "browser_sessions" ADD CONSTRAINT "browser_sessions_status_known" CHECK ("status" IN ('creating', 'active', 'idle', 'terminating', 'terminated', 'error'));
ALTER TABLE "browser_sessions" ADD CONSTRAINT "browser_sessions_end_is_whole" CHECK (("terminated_at" IS NULL) = ("termination_reason" IS NULL));
ALTER TABLE "members" ADD CONSTRAINT "members_role_known" CHECK ("role" IN ('owner', 'admin', 'operator', 'viewer'));
