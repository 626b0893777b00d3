// The architecture, lowest floor first: a folder of server/ may import itself and the floors before its own.
const FLOORS = [
  ["contract"],
  ["core"],
  ["db", "providers"],
  ["driver", "access", "cluster", "settings"],
  ["activity", "network-log", "contexts", "metrics"],
  ["sessions"],
  ["agent", "tabs", "live", "cdp", "recordings", "files", "evidence", "cleanup"],
  ["app.ts"],
  ["api"],
  ["http"],
];

/** Tests and what only tests use may reach any floor. */
const TESTS = "[.](test|itest|spec)[.]tsx?$|^server/testing/";
const place = (name) => (name.endsWith(".ts") ? `^server/${name.replace(".", "[.]")}$` : `^server/${name}/`);

const floorRules = FLOORS.flatMap((floor, height) => {
  const below = FLOORS.slice(0, height).flat().map(place);
  return floor.map((name) => ({
    name: `floor-${name}`,
    comment: `server/${name} imports itself and the floors below it: ${FLOORS.slice(0, height).flat().join(", ") || "none"}.`,
    severity: "error",
    from: { path: place(name), pathNot: TESTS },
    to: { path: "^server/", pathNot: [place(name), ...below] },
  }));
});

const onlyFrom = (name, comment, folders, packages) => ({
  name,
  comment,
  severity: "error",
  from: { path: "^(server|app|components)/", pathNot: [...folders, TESTS] },
  to: { path: packages },
});

module.exports = {
  forbidden: [
    ...floorRules,
    {
      name: "no-circles",
      comment: "Files do not import each other in circles.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-unresolved",
      comment: "Every import leads somewhere (devtools-protocol holds types only).",
      severity: "error",
      from: { path: "^(server|app|components)/" },
      to: { couldNotResolve: true, pathNot: "^devtools-protocol$" },
    },
    {
      name: "dashboard-sees-contract",
      comment: "The dashboard takes values from server/contract only; of the rest it may see types.",
      severity: "error",
      from: { path: "^(app|components)/", pathNot: TESTS },
      to: { path: "^server/", pathNot: "^server/contract/", dependencyTypesNot: ["type-only"] },
    },
    { name: "components-not-app", comment: "Components do not know the pages.", severity: "error", from: { path: "^components/" }, to: { path: "^app/" } },
    {
      name: "server-not-dashboard",
      comment: "The server does not know the dashboard.",
      severity: "error",
      from: { path: "^server/", pathNot: TESTS },
      to: { path: "^(app|components)/" },
    },
    {
      name: "clients-see-contract",
      comment: "Clients take values from server/contract only, as a program elsewhere would; of the rest they may see types.",
      severity: "error",
      from: { path: "^server/clients/", pathNot: TESTS },
      to: { path: "^server/", pathNot: "^server/(contract|clients)/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "api-not-below-app",
      comment: "Procedures call parts; they do not reach the database or a provider.",
      severity: "error",
      from: { path: "^server/api/", pathNot: TESTS },
      to: { path: "^server/(db|providers)/|node_modules/@prisma/" },
    },
    onlyFrom(
      "trpc-at-the-rim",
      "tRPC is known to the API, its server, clients and the dashboard's client.",
      ["^server/(api|http|clients)/", "^(app|components)/"],
      "node_modules/@trpc/",
    ),
    onlyFrom(
      "stagehand-in-one-file",
      "One file imports Stagehand, so that it can be exchanged.",
      ["^server/agent/stagehand[.]ts$"],
      "node_modules/@browserbasehq/stagehand/",
    ),
    onlyFrom("prisma-in-db", "Prisma's client is made in server/db.", ["^server/db/"], "node_modules/@prisma/adapter-pg/"),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules|prisma/generated" },
    exclude: { path: "[.]next/" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "types", "default"] },
  },
};
