// npm start and npm run dev: from a fresh clone to a running server. Plain JavaScript, begun by whichever Node is there.
import { fail, inNewNode, install } from "./steps.mjs";

try {
  await install({ dev: process.argv.includes("--dev") });
  if (await inNewNode(import.meta.url)) {
    const { serve } = await import("./serve.mjs");
    await serve({ dev: process.argv.includes("--dev") });
  }
} catch (error) {
  fail(error);
}
