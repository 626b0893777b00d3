import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTRPCClient, httpLink } from "@trpc/client";
import type { AppRouter } from "../api/root.ts";
import { createTestDatabase } from "./postgres.ts";
import { type ServerProcess, startServerProcess } from "./server-process.ts";

const KEY = "0".repeat(64);

/** A database and a data directory whose server can be ended, killed and started again, always with the same keys. */
export type Installation = Awaited<ReturnType<typeof makeInstallation>>;

/** Makes one without a server. @param name part of the directory's name */
export async function makeInstallation(name: string) {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), `perch-${name}-`));
  const state: { server: ServerProcess | null; key: string } = { server: null, key: "" };
  return {
    dataDir,
    /** The key that the server made for programs of its machine; empty before its first start. */
    get key(): string {
      return state.key;
    },
    /** Starts the server, on the port of the one before it if there was one. */
    start: async (over: Record<string, string> = {}): Promise<ServerProcess> => {
      const server = await startServerProcess({
        NODE_ENV: "test",
        DATABASE_URL: database.url,
        DATA_DIR: dataDir,
        PORT: state.server ? new URL(state.server.url).port : "0",
        POOL_SIZE: "0",
        MIN_FREE_MEMORY_MB: "0",
        TOKEN_KEY: KEY,
        CONTEXT_ENCRYPTION_KEY: KEY,
        AUTH_SECRET: KEY,
        ...(process.env.CHROMIUM_PATH && { CHROMIUM_PATH: process.env.CHROMIUM_PATH }),
        ...over,
      });
      state.server = server;
      state.key = (await readFile(join(dataDir, "local-key"), "utf8")).trim();
      return server;
    },
    clientOf: ({ url }: ServerProcess) => createTRPCClient<AppRouter>({ links: [httpLink({ url: `${url}/api/trpc`, headers: { "x-api-key": state.key } })] }),
    /** Ends the server that was started last, if it still runs. */
    end: async (): Promise<void> => void (await state.server?.end("SIGTERM").catch(() => null)),
    /** Ends all and removes what there is. */
    remove: async (): Promise<void> => {
      await state.server?.end("SIGTERM").catch(() => null);
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
