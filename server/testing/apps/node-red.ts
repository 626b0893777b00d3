import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startChildServer } from "./child-server.ts";

type Admin = { user: string; password: string };

/** Node-RED's settings: loopback, a free port, nothing that asks the internet or stands before the editor. */
const settings = (admin: Admin | undefined): string => `
const admin = ${JSON.stringify(admin ?? null)};
const user = { username: admin?.user, permissions: "*" };
module.exports = {
  uiHost: "127.0.0.1",
  uiPort: 0,
  flowFile: "flows.json",
  credentialSecret: false,
  telemetry: { enabled: false, updateNotification: false },
  diagnostics: { enabled: false, ui: false },
  logging: { console: { level: "info" } },
  editorTheme: { tours: false, palette: { catalogues: [] }, projects: { enabled: false }, codeEditor: { lib: "ace" } },
  ...(admin && {
    adminAuth: {
      type: "credentials",
      users: async (name) => (name === admin.user ? user : null),
      authenticate: async (name, password) => (name === admin.user && password === admin.password ? user : null),
    },
  }),
};
`;

/**
 * A real Node-RED in a process of its own, with a user directory that goes with it.
 * @param admin who may sign in to the editor; without it everyone may use it
 * @throws AppError INTERNAL with Node-RED's own words when it does not start | TIMEOUT
 */
export async function startNodeRed({ admin }: { admin?: Admin } = {}): Promise<{ url: string; stop(): Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), "perch-node-red-"));
  const remove = (): Promise<void> => rm(dir, { recursive: true, force: true });
  await writeFile(join(dir, "settings.cjs"), settings(admin));
  const program = createRequire(import.meta.url).resolve("node-red/red.js");
  try {
    const server = await startChildServer({
      name: "Node-RED",
      args: [program, "--userDir", dir, "--settings", join(dir, "settings.cjs")],
      cwd: dir,
      address: /Server now running at (http:\S+\/)/,
    });
    const stop = async (): Promise<void> => {
      await server.stop();
      await remove();
    };
    return { url: server.url, stop };
  } catch (error) {
    await remove();
    throw error;
  }
}
