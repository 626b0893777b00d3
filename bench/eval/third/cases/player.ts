import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("player.html");
const ORDER = ["Dawn Ferry", "Paper Boats", "Low Tide", "Signal Fires"];
const START = {
  order: ORDER,
  likes: [] as string[],
  cur: "Dawn Ferry",
  playing: false,
  shuffle: false,
  repeat: "off",
  pos: 0,
  muted: false,
  vol: "60",
  speed: "1×",
};
const is = (state: Partial<typeof START>): string => same("state()", { ...START, ...state });

/** A music player: buttons of signs only, a slider of its own beside the browser's, a list put in order by handles. */
export const player: readonly EvalCase[] = [
  explicit("play", "Play", is({ playing: true })),
  explicit("pause", "pause the music", is({}), { prepare: "S.playing = true; draw()" }),
  explicit("volume", "set the volume to 25", is({ vol: "25" })),
  explicit("volume-up", "Turn the volume up by 10, please", is({ vol: "70" })),
  explicit("mute-shuffle", "mute it and turn on shuffle", is({ muted: true, shuffle: true })),
  explicit("repeat", "Set repeat to one", is({ repeat: "one" })),
  explicit("like", "like the track Low Tide", is({ likes: ["Low Tide"] })),
  explicit("remove-last", "remove the last track from the queue", is({ order: ORDER.slice(0, 3) })),
  explicit("next-twice", "skip to the next track twice", is({ cur: "Low Tide" })),
  explicit("double", "Double-click “Signal Fires” in the queue", is({ cur: "Signal Fires", playing: true })),
  explicit("seek", "set the position slider to 1:30", is({ pos: 90 })),
  explicit("keys", "Focus the position slider and press the right arrow key three times", is({ pos: 15 })),
  explicit("speed", "playback speed 1.5×", is({ speed: "1.5×" })),
  explicit("drag-handle", "Drag 'Low Tide' by its handle above 'Dawn Ferry'", is({ order: ["Low Tide", "Dawn Ferry", "Paper Boats", "Signal Fires"] })),
  explicit("like-all", "like all tracks in the queue", `${same("S.likes.toSorted()", ORDER.toSorted())} && ${same("S.order", ORDER)} && !S.playing`),
  ambiguous("remove", "Remove the track"),
  nonsense("lyrics", "Show the lyrics"),
];
