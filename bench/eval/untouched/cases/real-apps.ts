import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

/** Cases of one address of an application: named by the application, and begun when it has drawn itself. */
const startedWhen = (ready: string, app: string, cases: readonly EvalCase[]): EvalCase[] =>
  cases.map((one) => ({ ...one, id: one.id.replace(one.page, app), ready }));

const registry = casesOf("{{verdaccio}}");
const kit = casesOf("{{verdaccio}}-/web/detail/harbor-kit");
const swagger = casesOf("{{swagger-ui}}");
const nodeRed = casesOf("{{node-red}}");

const opened = (...ids: string[]): string => same("[...document.querySelectorAll('.opblock.is-open')].map((block) => block.id)", ids);
const sections = (pets: boolean, orders: boolean): string =>
  same("[...document.querySelectorAll('.opblock-tag-section')].map((section) => section.classList.contains('is-open'))", [pets, orders]);
const selectedTab = (name: string): string => `document.querySelector("[role=tab][aria-selected=true]").textContent.trim() === "${name}"`;
const ON_KIT = `location.pathname === "/-/web/detail/harbor-kit"`;

/** Applications that others wrote. */
export const realApps: readonly EvalCase[] = [
  ...startedWhen(`document.querySelectorAll("a[href^='/-/web/detail/']").length >= 3`, "verdaccio", [
    registry.explicit("open", "Click the lantern package", `location.pathname === "/-/web/detail/lantern"`),
    registry.explicit("second", "Open the second package in the list", ON_KIT),
    registry.explicit("search", "Type lant into Search Packages and choose lantern", `location.pathname === "/-/web/detail/lantern"`),
    registry.explicit(
      "login",
      "Click Login, then type %name% into Username and %secret% into Password",
      `location.pathname === "/" && ${same("[...document.querySelectorAll('[role=dialog] input')].map((input) => input.value)", ["ann", "not-the-right-one"])}`,
      { variables: { name: "ann", secret: "not-the-right-one" } },
    ),
    registry.ambiguous("author", "Open the package by Ann Lee"),
    registry.nonsense("unknown", "Open the package moon-base"),
  ]),
  ...startedWhen(`document.querySelectorAll("[role=tab]").length === 4`, "verdaccio-kit", [
    kit.explicit("tab", "Open the Versions tab", `${ON_KIT} && ${selectedTab("Versions")}`),
    kit.explicit("manifest", "Click View manifest", `${ON_KIT} && document.querySelector("[role=dialog]")?.textContent.includes("dist-tags")`),
    kit.nonsense("publish", "Click Unpublish this version"),
  ]),
  ...startedWhen(`document.querySelectorAll(".opblock").length === 8`, "swagger", [
    swagger.explicit("expand", "Expand DELETE /orders/{id}", opened("operations-orders-delete_orders__id_")),
    swagger.explicit("collapse", "Collapse the pets section", `${sections(false, true)} && ${opened()}`),
    swagger.explicit(
      "execute",
      "Open GET /pets/{id}, click Try it out, type 7 into the id field and click Execute",
      `${opened("operations-pets-get_pets__id_")} && document.querySelector(".live-responses-table").textContent.includes("GET /api/pets/7")`,
    ),
    swagger.explicit("summary", 'Click "New one of orders"', opened("operations-orders-post_orders")),
    swagger.ambiguous("post", "Open the POST operation"),
    swagger.nonsense("customers", "Expand GET /customers"),
  ]),
  ...startedWhen(
    `document.querySelectorAll(".red-ui-palette-node").length > 20 && document.querySelector("#red-ui-workspace-tabs a") && !document.querySelector("#red-ui-loading-progress")?.offsetParent`,
    "node-red",
    [
      nodeRed.explicit(
        "filter",
        'Type mqtt into "filter nodes"',
        same(`[...document.querySelectorAll("[placeholder='filter nodes'], [placeholder='Search flows']")].map((input) => input.value)`, ["mqtt", ""]),
      ),
      nodeRed.explicit(
        "collapse",
        "Click the network heading in the palette",
        same(`[...document.querySelectorAll("[id^='red-ui-palette-header-'] > i:not(.expanded)")].map((icon) => icon.parentNode.textContent.trim())`, [
          "network",
        ]),
      ),
      nodeRed.explicit("tab", "Double-click the Flow 1 tab", `document.querySelector(".red-ui-tray-header")?.textContent.includes("Edit flow")`),
      nodeRed.nonsense("oven", "Drag the oven node to the flow"),
    ],
  ),
];
