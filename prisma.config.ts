import { defineConfig } from "prisma/config";

/** Commands that touch a database get its address from scripts/prisma.mjs; `generate` needs none. */
export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "" },
});
