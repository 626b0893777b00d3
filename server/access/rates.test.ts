import { pino } from "pino";
import { expect, test } from "vitest";
import type { Db } from "../db/client.ts";
import { createRates } from "./rates.ts";

const log = pino({ level: "silent" });

test("while the database is away, a server counts new sessions for itself", async () => {
  const away = { $queryRawUnsafe: async () => Promise.reject(new Error("connection refused")) } as unknown as Db;
  const rates = createRates({ db: away, env: { rates: { createPerMinute: 2, connectPerMinute: 1 } }, log });
  await rates.take("create", "key:a");
  await rates.take("create", "key:a");
  await expect(rates.take("create", "key:a")).rejects.toMatchObject({ code: "LIMIT_EXCEEDED", details: { limit: "create", perMinute: 2 } });
  await rates.take("create", "key:b");
});
