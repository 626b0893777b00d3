import { casesOn } from "./on-page.ts";

const registry = casesOn("{{verdaccio}}", { ready: "document.body?.innerText.includes('harbor-kit')", prepare: "localStorage.clear()" });
const detail = casesOn("{{verdaccio}}-/web/detail/lantern", { ready: "document.body?.innerText.includes('Light for dark terminals')" });
const docs = casesOn("{{swagger-ui}}", { ready: "document.querySelectorAll('.opblock').length === 8" });
const flows = casesOn("{{node-red}}", {
  ready:
    "window.RED?.nodes?.filterNodes && !!document.querySelector('.red-ui-palette-node') && document.querySelector('#red-ui-loading-progress')?.offsetParent == null",
});
const opened = "[...document.querySelectorAll('.opblock.is-open')].map((block) => block.id).join()";
const nodes = "RED.nodes.filterNodes({})";

/** Applications that others wrote: a registry (React, Material UI), an API's documentation, an editor of flows. */
export const real = [
  registry.explicit("verdaccio-open", "open harbor-charts", "location.pathname.endsWith('/detail/harbor-charts')"),
  registry.explicit(
    "verdaccio-search",
    "type lantern into the search field",
    "document.querySelector('[role=listbox], [role=presentation] ul')?.innerText.includes('lantern')",
  ),
  registry.explicit(
    "verdaccio-login",
    "Click Login, type ann into Username, type %password% into Password and click the Login button in the dialog",
    "localStorage.getItem('username') === 'ann'",
    { variables: { password: "s3cret-harbour-pw" } },
  ),
  registry.nonsense("verdaccio-missing", "open the package moonbeam", "location.pathname === '/'"),
  detail.explicit(
    "verdaccio-tab",
    "click the Versions tab",
    "document.querySelector('[role=tab][aria-selected=true]')?.innerText.trim().toLowerCase() === 'versions'",
  ),
  docs.explicit("swagger-open", "expand GET /pets/{id}", `${opened} === 'operations-pets-get_pets__id_'`),
  docs.explicit(
    "swagger-delete",
    "open DELETE /orders/{id} and click Try it out",
    `${opened} === 'operations-orders-delete_orders__id_' && !!document.querySelector('.opblock.is-open .execute')`,
  ),
  docs.explicit(
    "swagger-execute",
    'Expand "GET /orders/{id}", click Try it out, type 7 into id and click Execute',
    "document.body.innerText.includes('GET /api/orders/7')",
  ),
  docs.explicit(
    "swagger-tag",
    "collapse the pets section",
    "document.querySelector('#operations-tag-pets').closest('.opblock-tag-section').classList.contains('is-open') === false",
  ),
  docs.ambiguous("swagger-which", "expand /pets/{id}", `${opened} === ''`),
  docs.nonsense("swagger-no-path", "expand GET /customers", `${opened} === ''`),
  flows.explicit("node-red-drag", "drag the function node from the palette onto the canvas", `${nodes}.filter(({ type }) => type === 'function').length === 1`),
  flows.explicit("node-red-menu", "open the main menu and click Manage palette", "!!document.querySelector('#red-ui-palette-editor')"),
  flows.explicit("node-red-filter", "type mqtt into filter nodes", "document.querySelector('#red-ui-palette-search input').value === 'mqtt'"),
  flows.nonsense("node-red-no-node", "drag the toaster node onto the canvas", `${nodes}.length === 0`),
];
