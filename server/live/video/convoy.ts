/** More than this unacknowledged, however small: a viewer that answers nothing is not sent on and on. */
const MAX_IN_FLIGHT = 8;
/** So much of the road's rate may be on its way beyond what the distance takes: more would only wait somewhere. */
const QUEUE_MS = 120;
/** Others wait so long for one that is behind; then they go on without it. */
const PATIENCE_MS = 1_500;
/** A key frame is as large as many pictures and goes to all: the least time between two, and until one that fell behind gets its own. */
const KEY_GAP_MS = 1_000;
const BEHIND_MS = 6_000;

/** What to do next: encode the newest picture, as a key frame or not, or wait, for an acknowledgement or at most so long. */
export type Turn = { readonly isKey: boolean } | { readonly waitMs: number };

/** What is known of one picture that arrived: how long it took, and the least that any takes over this road. */
export type Arrival = { readonly delayMs: number; readonly leastMs: number };

/**
 * Those who watch one video together. A picture of a video builds on the one before, so nobody is sent one without all
 * since the last key frame, and none is encoded before there is room for it: what is shown next is then the newest.
 * Who keeps the others waiting too long is left behind until a key frame. A clock in milliseconds is given with each call.
 */
export type Convoy<Member> = {
  /** `hasRoom`: false while its socket holds too much, whatever it acknowledges. */
  join(member: Member, hasRoom: () => boolean, now: number): void;
  leave(member: Member): void;
  /** What is to be done now, and is taken to be done. `bitsPerSecond`: what the road is taken to carry. */
  next(bitsPerSecond: number, now: number): Turn;
  /** A picture was encoded; returns whom it is for. */
  sent(picture: { sequence: number; isKey: boolean; sizeBytes: number }, now: number): Member[];
  acknowledged(member: Member, sequence: number, now: number): Arrival[];
  readonly size: number;
};

type Place = {
  hasRoom: () => boolean;
  inStep: boolean;
  /** From when on it may ask for a key frame. */
  keyFrom: number;
  underWay: { sequence: number; sizeBytes: number; sentAt: number }[];
  leastMs: number;
};

/** Makes one without members. */
export function createConvoy<Member>(): Convoy<Member> {
  const places = new Map<Member, Place>();
  const state = { keyAt: Number.NEGATIVE_INFINITY };

  const isBusy = ({ underWay, leastMs }: Place, bitsPerSecond: number): boolean => {
    if (underWay.length === 0) return false;
    const roomBytes = ((Number.isFinite(leastMs) ? leastMs : 0) + QUEUE_MS) * (bitsPerSecond / 8_000);
    return underWay.length >= MAX_IN_FLIGHT || underWay.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) >= roomBytes;
  };
  const leaveBehind = (place: Place, now: number): void => {
    place.inStep = false;
    place.keyFrom = now + BEHIND_MS;
  };

  const next = (bitsPerSecond: number, now: number): Turn => {
    const all = [...places.values()];
    for (const place of all) if (place.inStep && !place.hasRoom()) leaveBehind(place, now);
    const waiting = all.filter(({ inStep, underWay, hasRoom }) => !inStep && underWay.length === 0 && hasRoom());
    const keyAt = Math.max(state.keyAt + KEY_GAP_MS, Math.min(...waiting.map(({ keyFrom }) => keyFrom)));
    const inStep = all.filter((place) => place.inStep);
    const busy = inStep.filter((place) => isBusy(place, bitsPerSecond));
    const wantsKey = keyAt <= now;
    if (busy.length > 0) {
      // Without anyone who could go on, nobody is kept waiting.
      if (busy.length === inStep.length && !wantsKey) return { waitMs: keyAt - now };
      const patientMs = Math.max(...busy.map(({ underWay }) => (underWay[0]?.sentAt ?? now) + PATIENCE_MS - now));
      if (patientMs > 0) return { waitMs: patientMs };
      for (const place of busy) leaveBehind(place, now);
    }
    if (wantsKey) {
      // An encoder that is behind puts it out later: it is not asked for another meanwhile.
      state.keyAt = now;
      return { isKey: true };
    }
    return inStep.length > busy.length ? { isKey: false } : { waitMs: keyAt - now };
  };

  return {
    join: (member, hasRoom, now) => {
      places.set(member, { hasRoom, inStep: false, keyFrom: now, underWay: [], leastMs: Number.POSITIVE_INFINITY });
    },
    leave: (member) => {
      places.delete(member);
    },
    next,
    sent: ({ sequence, isKey, sizeBytes }, now) => {
      if (isKey) state.keyAt = now;
      const takers = [...places].filter(([, { inStep, underWay, hasRoom }]) => inStep || (isKey && underWay.length === 0 && hasRoom()));
      for (const [, place] of takers) {
        place.inStep = true;
        place.underWay.push({ sequence, sizeBytes, sentAt: now });
      }
      return takers.map(([member]) => member);
    },
    acknowledged: (member, sequence, now) => {
      const place = places.get(member);
      const arrivals: Arrival[] = [];
      while (place?.underWay[0] !== undefined && place.underWay[0].sequence <= sequence) {
        const delayMs = now - (place.underWay.shift()?.sentAt ?? now);
        place.leastMs = Math.min(place.leastMs, delayMs);
        arrivals.push({ delayMs, leastMs: place.leastMs });
      }
      return arrivals;
    },
    get size() {
      return places.size;
    },
  };
}
