-- Whether the creator named the provider: if not, the session may start on another one.
ALTER TABLE "browser_sessions" ADD COLUMN "provider_fixed" BOOLEAN NOT NULL DEFAULT false;
