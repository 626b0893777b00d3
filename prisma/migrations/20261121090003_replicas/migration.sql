-- Events on their way from one server to the others that are too long for a notification. A crash of the database may
-- lose them, as it loses notifications: hence unlogged.
CREATE UNLOGGED TABLE "relayed_events" (
    "id" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "relayed_events_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "relayed_events_created_at_idx" ON "relayed_events"("created_at");
