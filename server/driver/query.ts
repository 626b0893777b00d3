import { AppError } from "../core/errors.ts";
import { ElementHandle } from "./element.ts";
import type { PageTarget } from "./page-target.ts";
import { DEEP_QUERY } from "./wait.ts";

/** The first element of a frame that matches, inside open shadow roots too; null when there is none. @throws AppError EVALUATION_FAILED for a bad selector */
export async function queryElement(page: PageTarget, selector: string, frameId: string): Promise<ElementHandle | null> {
  const { cdp, contextId } = await page.frameContext(frameId, "isolated");
  const answer = await cdp.send("Runtime.evaluate", {
    expression: `(${DEEP_QUERY})(${JSON.stringify(selector)})`,
    ...(contextId !== undefined && { contextId }),
  });
  if (answer.exceptionDetails)
    throw new AppError("EVALUATION_FAILED", `"${selector}" is not a valid selector.`, {
      fields: [{ field: "selector", message: "not a valid CSS selector" }],
    });
  if (answer.result.objectId === undefined) return null;
  const { node } = await cdp.send("DOM.describeNode", { objectId: answer.result.objectId });
  return new ElementHandle(page, { backendNodeId: node.backendNodeId, frameId });
}
