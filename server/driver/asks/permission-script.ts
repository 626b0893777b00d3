/**
 * Installs, in the page's own world, what lets a person be asked before a site gets its place, its notifications, a
 * camera, a microphone or the clipboard: headless browsers refuse at once. Each function is wrapped in a Proxy, so that
 * its name, its length and `toString` ("[native code]") stay as they were; what the site then gets is the browser's own
 * answer. Where a permission is granted already, or cannot be asked for there, the browser's own function is called as it
 * is. `key:off` puts everything back. The two worlds of a document speak by events whose names begin with `key`, which no
 * page can know. Source.
 */
export const permissionScript = (key: string): string => `(() => {
  const KEY = ${JSON.stringify(key)};
  // Somebody was in control before: what is installed goes on.
  if (!document.dispatchEvent(new CustomEvent(KEY + ":on", { cancelable: true }))) return;
  if (!isSecureContext || !navigator.permissions) return;
  const { apply } = Reflect;
  const query = Permissions.prototype.query;
  const dispatch = EventTarget.prototype.dispatchEvent;
  const Message = CustomEvent;
  const state = { on: true, last: 0, waiting: new Map(), wrapped: [] };
  const allowed = (feature) => { const policy = document.permissionsPolicy || document.featurePolicy; return !policy || policy.allowsFeature(feature); };
  const settle = (id) => { const resolve = state.waiting.get(id); state.waiting.delete(id); if (resolve) resolve(); };
  const wait = (permission) => new Promise((resolve) => {
    const id = ++state.last;
    state.waiting.set(id, resolve);
    const message = new Message(KEY + ":ask", { cancelable: true, detail: JSON.stringify({ id, permission }) });
    // Nobody took it.
    if (apply(dispatch, document, [message])) settle(id);
  });
  const ask = async (permission, feature) => {
    if (!state.on || (feature && !allowed(feature))) return;
    try {
      const status = await apply(query, navigator.permissions, [{ name: permission }]);
      // "denied" may be what a headless browser decided by itself when nobody was there; the server knows what a person blocked.
      if (status.state !== "granted" && state.on) await wait(permission);
    } catch {
      // Not known here: the browser's own function says so.
    }
  };
  const wrap = (holder, name, call) => {
    const own = holder && Object.getOwnPropertyDescriptor(holder, name);
    if (!own || typeof own.value !== "function") return;
    const native = own.value;
    const value = new Proxy(native, { apply: (_, self, args) => state.on ? call(native, self, args) : apply(native, self, args) });
    const set = () => Object.defineProperty(holder, name, { ...own, value });
    state.wrapped.push({ set, unset: () => { if (holder[name] === value) Object.defineProperty(holder, name, own); } });
    set();
  };
  const afterAsking = (permission, feature) => (native, self, args) => ask(permission, feature).then(() => apply(native, self, args));

  const place = self.Geolocation && Geolocation.prototype;
  const watches = new Map();
  wrap(place, "getCurrentPosition", (native, self, args) => {
    if (typeof args[0] !== "function") return apply(native, self, args);
    ask("geolocation", "geolocation").then(() => apply(native, self, args));
  });
  wrap(place, "watchPosition", (native, self, args) => {
    if (typeof args[0] !== "function") return apply(native, self, args);
    const id = 1_000_000 + ++state.last;
    watches.set(id, null);
    ask("geolocation", "geolocation").then(() => { if (watches.has(id)) watches.set(id, apply(native, self, args)); });
    return id;
  });
  wrap(place, "clearWatch", (native, self, [id]) => {
    const real = watches.get(id);
    if (real === undefined) return apply(native, self, [id]);
    watches.delete(id);
    if (real !== null) apply(native, self, [real]);
  });
  wrap(self.Notification, "requestPermission", afterAsking("notifications"));
  const clipboard = self.Clipboard && Clipboard.prototype;
  wrap(clipboard, "readText", afterAsking("clipboard-read", "clipboard-read"));
  wrap(clipboard, "read", afterAsking("clipboard-read", "clipboard-read"));
  const media = self.MediaDevices && MediaDevices.prototype;
  const list = media && media.enumerateDevices;
  wrap(media, "getUserMedia", async (native, self, args) => {
    const wanted = args[0] || {};
    // What the machine does not have need not be asked for.
    const devices = await apply(list, self, []).catch(() => []);
    const has = (kind) => devices.some((device) => device.kind === kind);
    if (wanted.audio && has("audioinput")) await ask("microphone", "microphone");
    if (wanted.video && has("videoinput")) await ask("camera", "camera");
    return apply(native, self, args);
  });

  document.addEventListener(KEY + ":answer", (event) => settle(Number(event.detail)));
  document.addEventListener(KEY + ":on", (event) => {
    event.preventDefault();
    if (state.on) return;
    state.on = true;
    for (const { set } of state.wrapped) set();
  });
  document.addEventListener(KEY + ":off", () => {
    state.on = false;
    for (const { unset } of state.wrapped) unset();
    for (const id of [...state.waiting.keys()]) settle(id);
  });
})()`;

/** Puts a document's own functions back and lets go who waits. Source. */
export const permissionsOff = (key: string): string => `document.dispatchEvent(new CustomEvent(${JSON.stringify(`${key}:off`)}))`;
