import type { ModelElement, PageModel, Place } from "../agent/page-model.ts";

/** A place that elements stand in. */
export const placeOf = (role: string, name: string, over: Partial<Place> = {}): Place => ({ role, name, id: -1, modal: false, ...over });

/** A page of elements one below the other, 100 by 20 px each, with refs e0, e1… */
export const modelOf = (...elements: Partial<ModelElement>[]): PageModel => ({
  url: "https://example.test/",
  title: "Test",
  elements: elements.map((element, i) => ({
    ref: `e${i}`,
    backendNodeId: i,
    frameId: "main",
    role: "button",
    name: "",
    value: null,
    description: null,
    shown: [],
    states: [],
    context: [],
    level: null,
    column: null,
    url: null,
    popup: false,
    bounds: { x: 0, y: i * 20, width: 100, height: 20 },
    clickable: false,
    hints: [],
    around: [],
    path: [],
    ...element,
  })),
});
