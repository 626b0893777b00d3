import { defineConfig } from "prisma/config";

// `generate` needs no database: only commands that connect fail without DATABASE_URL, and say so.
export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "" },
});
