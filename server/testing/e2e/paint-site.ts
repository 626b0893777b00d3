import { servePage } from "./serve-page.ts";

const PAGE = `<!doctype html><html lang="en"><title>Paint</title>
<body style="margin:0;height:100vh;background:#ffffff">
<h1>Paint shop</h1>
<button onclick="document.body.style.background='#ff0000'">Paint it red</button>
<label>Name <input name="name"></label>
</body></html>`;

/** A page whose whole background turns red at the press of its button. */
export const startPaintSite = () => servePage(PAGE);
