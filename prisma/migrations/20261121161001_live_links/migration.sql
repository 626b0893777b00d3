-- CreateTable
CREATE TABLE "workspace_settings" (
    "workspace_id" TEXT NOT NULL,
    "embed_origins" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "updated_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workspace_settings_pkey" PRIMARY KEY ("workspace_id")
);

-- CreateTable
CREATE TABLE "live_links" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "label" TEXT,
    "mode" TEXT NOT NULL,
    "tab_id" TEXT,
    "includes_logs" BOOLEAN NOT NULL DEFAULT false,
    "password_hash" TEXT,
    "expires_at" TIMESTAMP(3),
    "revoked_at" TIMESTAMP(3),
    "views" INTEGER NOT NULL DEFAULT 0,
    "last_viewed_at" TIMESTAMP(3),
    "created_by" TEXT NOT NULL,
    "key_id" TEXT,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "live_links_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "live_links_kind_check" CHECK ("kind" IN ('share', 'url')),
    CONSTRAINT "live_links_mode_check" CHECK ("mode" IN ('view', 'control'))
);

-- CreateTable
CREATE TABLE "live_link_views" (
    "link_id" TEXT NOT NULL,
    "viewer_id" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "live_link_views_pkey" PRIMARY KEY ("link_id","viewer_id")
);

-- CreateIndex
CREATE INDEX "live_links_workspace_id_created_at_id_idx" ON "live_links"("workspace_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "live_links_session_id_created_at_id_idx" ON "live_links"("session_id", "created_at" DESC, "id" DESC);

-- AddForeignKey
ALTER TABLE "workspace_settings" ADD CONSTRAINT "workspace_settings_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "live_links" ADD CONSTRAINT "live_links_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "browser_sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "live_link_views" ADD CONSTRAINT "live_link_views_link_id_fkey" FOREIGN KEY ("link_id") REFERENCES "live_links"("id") ON DELETE CASCADE ON UPDATE CASCADE;
