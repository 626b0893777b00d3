CREATE TABLE "browser_contexts" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "name" TEXT,
    "state" TEXT,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "browser_contexts_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "browser_contexts_workspace_id_created_at_idx" ON "browser_contexts"("workspace_id", "created_at" DESC);

-- Names are one of a kind in a workspace without regard to case, which Prisma's schema cannot say.
CREATE UNIQUE INDEX "browser_contexts_workspace_id_name_key" ON "browser_contexts"("workspace_id", lower("name"));
