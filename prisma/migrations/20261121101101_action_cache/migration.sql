CREATE TABLE "action_cache" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "instruction" TEXT NOT NULL,
    "page" TEXT NOT NULL,
    "variables" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "via" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "history" JSONB NOT NULL DEFAULT '[]',
    "pinned" BOOLEAN NOT NULL DEFAULT false,
    "hits" INTEGER NOT NULL DEFAULT 0,
    "misses" INTEGER NOT NULL DEFAULT 0,
    "healed" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "action_cache_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "action_cache_workspace_id_key_key" ON "action_cache"("workspace_id", "key");

CREATE INDEX "action_cache_workspace_id_created_at_idx" ON "action_cache"("workspace_id", "created_at" DESC);

CREATE INDEX "action_cache_workspace_id_last_used_at_idx" ON "action_cache"("workspace_id", "last_used_at");

CREATE TABLE "action_cache_totals" (
    "workspace_id" TEXT NOT NULL,
    "hits" INTEGER NOT NULL DEFAULT 0,
    "misses" INTEGER NOT NULL DEFAULT 0,
    "healed" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "action_cache_totals_pkey" PRIMARY KEY ("workspace_id")
);
