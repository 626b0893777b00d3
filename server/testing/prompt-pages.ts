/** Pages that ask for something in each way, by their paths; `other` is an origin that is not theirs. For tests. */
export const PROMPT_PAGES: Readonly<Record<string, (other: string) => string>> = {
  "/dialogs": () =>
    page(
      "Dialogs",
      `<button style="left:10px;top:10px" onclick="document.title = 'confirmed ' + confirm('Delete it?')">Delete</button>
       <button style="left:10px;top:50px" onclick="document.title = 'name ' + prompt('Your name?', 'nobody')">Name</button>`,
    ),
  "/leave": () =>
    page(
      "Leave",
      `<button style="left:10px;top:10px" onclick="location.href = '/dialogs'">Go on</button>
       <script>addEventListener("beforeunload", (event) => event.preventDefault());</script>`,
    ),
  "/files": () =>
    page(
      "Files",
      `<input id=file type=file accept=.txt style="left:10px;top:10px">
       <input id=folder type=file webkitdirectory style="left:10px;top:50px">
       <a href="/report.csv" style="left:10px;top:90px;background:#ddd">Download the report</a>
       <script>
         file.addEventListener("cancel", () => { document.title = "cancelled"; });
         folder.addEventListener("change", () => { document.title = [...folder.files].map((one) => one.webkitRelativePath).sort().join(); });
         file.addEventListener("change", async () => { document.title = file.files[0].name + ": " + await file.files[0].text(); });
       </script>`,
    ),
  "/lists": (other) =>
    page(
      "Lists",
      `<select id=fruit aria-label=Fruit style="left:50px;top:30px;width:150px;height:20px"><option value=apple>Apple</option>
         <optgroup label=Others><option value=pear>Pear</option><option disabled>Durian</option></optgroup></select>
       <iframe src="${other}/framed" style="position:absolute;left:300px;top:100px;width:300px;height:80px;border:2px solid"></iframe>
       <input id=dayOf type=date min=2026-01-01 aria-label=When style="left:50px;top:200px;width:150px;height:20px">
       <input id=paint type=color style="left:50px;top:250px;width:100px;height:20px">
       <input id=town list=towns style="left:50px;top:300px;width:150px;height:20px">
       <datalist id=towns><option>Berlin<option>Bern<option>Paris</datalist>
       <script>
         window.keys = "";
         addEventListener("keydown", ({ key }) => { window.keys += key; });
         fruit.addEventListener("input", () => { document.title = "input:" + fruit.value; });
         fruit.addEventListener("change", () => { document.title += " change:" + fruit.value; });
         dayOf.addEventListener("change", () => { document.title = "change:" + dayOf.value; });
         addEventListener("message", ({ data }) => { window.heard = data; });
       </script>`,
    ),
  "/framed": () =>
    page(
      "Framed",
      `<select style="left:10px;top:10px;width:100px;height:20px" onchange="parent.postMessage(this.value, '*')"><option>one<option>two<option>three</select>`,
    ),
  "/permissions": () =>
    page(
      "Permissions",
      `<script>
         let moved = false;
         addEventListener("mousemove", () => { moved = true; });
         const readClip = () => navigator.clipboard.readText().then((text) => "read " + text, ({ name }) => name);
         const locate = () => new Promise((resolve) => navigator.geolocation.getCurrentPosition(() => resolve("place"), ({ code }) => resolve("error " + code), { timeout: 500 }));
         const state = (name) => navigator.permissions.query({ name }).then(({ state }) => state);
       </script>`,
    ),
};

const page = (title: string, body: string): string =>
  `<!doctype html><meta charset=utf-8><title>${title}</title><style>body{margin:0}button,input,select,a{position:absolute;box-sizing:border-box}</style>${body}`;
