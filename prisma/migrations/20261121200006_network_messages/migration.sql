-- CreateTable
CREATE TABLE "network_messages" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "entry_id" TEXT NOT NULL,
    "sent" BOOLEAN NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT,
    "size_bytes" INTEGER NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "truncated" BOOLEAN NOT NULL,
    "sealed_text" BYTEA,

    CONSTRAINT "network_messages_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "network_messages_workspace_id_session_id_entry_id_id_idx" ON "network_messages"("workspace_id", "session_id", "entry_id", "id");

-- CreateIndex
CREATE INDEX "network_messages_session_id_id_idx" ON "network_messages"("session_id", "id");

-- AddForeignKey
ALTER TABLE "network_messages" ADD CONSTRAINT "network_messages_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "browser_sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;
