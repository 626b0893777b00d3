import { startNodeRed } from "../../server/testing/apps/node-red.ts";
import { startSbAdmin } from "../../server/testing/apps/sb-admin.ts";
import { startSwaggerUi } from "../../server/testing/apps/swagger-ui.ts";
import { startTiddlyWiki } from "../../server/testing/apps/tiddlywiki.ts";
import { startVerdaccio } from "../../server/testing/apps/verdaccio.ts";
import type { EvalCase } from "./case.ts";

type Started = { url: string; stop(): Promise<void> };

const READER = { name: "ann", password: "s3cret-harbour-pw" };
const PACKAGES = [
  {
    name: "harbor-kit",
    version: "2.4.1",
    description: "Tools for small harbours",
    author: "Ann Lee",
    license: "MIT",
    keywords: ["boats"],
    readme: "# harbor-kit",
  },
  {
    name: "harbor-charts",
    version: "1.0.0",
    description: "Charts of harbours",
    author: "Ann Lee",
    license: "MIT",
    keywords: ["maps"],
    readme: "# harbor-charts",
  },
  {
    name: "lantern",
    version: "0.9.0",
    description: "Light for dark terminals",
    author: "Bo Chen",
    license: "Apache-2.0",
    keywords: ["cli"],
    readme: "# lantern",
  },
];

/** A small shop's interface: two tags, of which each has a list, one thing and a new thing. */
const OPENAPI = {
  openapi: "3.0.3",
  info: { title: "Pet shop", version: "3.2.1", description: "Sells pets." },
  servers: [{ url: "/api" }],
  paths: Object.fromEntries(
    ["pets", "orders"].flatMap((tag) => {
      const responses = { 200: { description: "Done" } };
      const parameters = [{ name: "id", in: "path", required: true, schema: { type: "string" } }];
      return [
        [`/${tag}`, { get: { tags: [tag], summary: `All ${tag}`, responses }, post: { tags: [tag], summary: `New one of ${tag}`, responses } }],
        [
          `/${tag}/{id}`,
          {
            get: { tags: [tag], summary: `One of ${tag}`, parameters, responses },
            delete: { tags: [tag], summary: `Removes from ${tag}`, parameters, responses },
          },
        ],
      ];
    }),
  ),
};

/** A gardener's wiki. */
const TIDDLERS = [
  { title: "Garden", text: "Things to do: [[Compost]], [[Seeds]] and [[Tools]].", tags: "overview" },
  { title: "Compost", text: "Turn it every two weeks.", tags: "soil" },
  { title: "Seeds", text: "Sow the peas in March.", tags: "spring" },
  { title: "Tools", text: "The spade needs a new handle.", tags: "shed" },
  { title: "Bees", text: "Nectar from March to September.", tags: "animals" },
  { title: "$:/SiteTitle", text: "Garden book" },
  { title: "$:/SiteSubtitle", text: "What grows where" },
];

/** The real applications that cases may name, each started only when one does. */
const APPS: Record<string, () => Promise<Started>> = {
  verdaccio: () => startVerdaccio({ user: READER, packages: PACKAGES }),
  "node-red": () => startNodeRed(),
  "swagger-ui": () => startSwaggerUi(OPENAPI),
  tiddlywiki: () => startTiddlyWiki(TIDDLERS, ["Garden", "Seeds"]),
  "sb-admin": () => startSbAdmin(),
};

/** The applications that these cases need; `addressOf` is a case's page with the application's address in place of its name. */
export async function startApps(cases: readonly EvalCase[]) {
  const named = new Set(cases.flatMap(({ page }) => appOf(page) ?? []));
  const running = new Map<string, Started>();
  const stop = async (): Promise<void> => {
    await Promise.all([...running.values()].map((app) => app.stop()));
  };
  try {
    for (const name of named) {
      const start = APPS[name];
      if (!start) throw new Error(`No application is called ${name}; there are ${Object.keys(APPS).join(", ")}.`);
      running.set(name, await start());
    }
  } catch (error) {
    await stop();
    throw error;
  }
  const addressOf = (page: string): string | null => {
    const name = appOf(page);
    return name === null ? null : page.replace(`{{${name}}}`, running.get(name)?.url ?? "");
  };
  return { addressOf, stop };
}

const appOf = (page: string): string | null => /^\{\{([\w-]+)\}\}/.exec(page)?.[1] ?? null;
