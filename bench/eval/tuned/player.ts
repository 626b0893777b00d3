import { casesOn } from "./on-page.ts";

const { explicit, ambiguous, nonsense } = casesOn("player.html");

/** Elements of the page's own making: open and closed shadow trees, one in the other, text that comes through slots. */
export const player = [
  explicit("player-language", "select Norwegian from Language", "state.lang === 'no'"),
  explicit("player-play", "click Play under Folk", "state.playing.join() === 'Folk'"),
  explicit("player-play-first", "click the first Play button", "state.playing.join() === 'Jazz'"),
  explicit("player-volume", "set the volume in the Jazz section to 8", "state.vol.Jazz === '8' && state.vol.Folk === undefined"),
  explicit(
    "player-closed",
    'type "Blue in Green" into Song, tick Tonight and click Request song',
    "state.request?.song === 'Blue in Green' && state.request.tonight",
  ),
  explicit("player-closed-switch", "turn on Wake me", "state.alarm"),
  ambiguous("player-which-play", "press Play", "state.playing.length === 0"),
  nonsense("player-no-pause", "click Record", "state.playing.length === 0 && touched === 0"),
];
