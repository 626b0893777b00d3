import { AppError } from "../core/errors.ts";
import type { InputGate, Ticket } from "../driver/input-gate.ts";

/** What the model's client sends its commands by, as we see it: see CdpConnection of Stagehand 3. */
export type Wire = { _sendViaSession<R>(sessionId: string, method: string, params?: object): Promise<R> };

/** What changes a page; reading goes on, so that what was done before can still be told. */
const DEEDS = /^(?:Input\.|Runtime\.callFunctionOn$|DOM\.setFileInputFiles$|Page\.(?:navigate|reload|navigateToHistoryEntry)$)/;
const RELEASES = ["mouseReleased", "keyUp", "touchEnd", "touchCancel"];

/**
 * The hand of the model's client on a page, for one look at it and what is decided by that: it does nothing once a person
 * has had the page since. The client is then to look anew, or to say that a part of its work was done.
 */
export class ModelHand {
  readonly #gate: InputGate;
  readonly #since: Ticket;
  #decided = false;

  /** @param since where the gate stood before the page was looked at */
  constructor(gate: InputGate, since: Ticket) {
    this.#gate = gate;
    this.#since = since;
  }

  /** Called before the model is asked again, so that nothing is spent on what will not be done. @throws AppError HELD_BY_PERSON */
  ask(): void {
    if (this.#decided) this.#gate.assertUnbroken(this.#since);
  }

  /** The model has answered: what comes next is done to the page. @throws AppError HELD_BY_PERSON when the answer is of no use any more */
  decide(): void {
    this.#gate.assertUnbroken(this.#since);
    this.#decided = true;
  }

  /** Has all that is sent asked for. */
  hold(wire: Wire): void {
    const send = wire._sendViaSession.bind(wire);
    wire._sendViaSession = <R>(sessionId: string, method: string, params?: object): Promise<R> => {
      const why = DEEDS.test(method) && !isRelease(params) ? this.#whyNot() : null;
      return why ? Promise.reject(why) : send<R>(sessionId, method, params);
    };
  }

  #whyNot(): AppError | null {
    try {
      this.#gate.assertUnbroken(this.#since);
      // Before the model has answered, functions of the page are called to read it.
      if (this.#decided) this.#gate.enter();
      return null;
    } catch (error) {
      if (error instanceof AppError) return error;
      throw error;
    }
  }
}

/** A button or a key that is down must come up again, whoever has the page. */
const isRelease = (params: object = {}): boolean => "type" in params && RELEASES.some((type) => type === params.type);
