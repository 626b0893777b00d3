import { flag, number, object, type PageCase, text, whole } from "./page-case.ts";

/** Pages of one thing: labels, headings, forms, data for machines. */
export const THINGS: readonly PageCase[] = [
  {
    name: "figures over their labels",
    html: `<h1>Dashboard</h1><div class=tile><div class=n>1,234</div><div class=l>Active users</div></div><div class=tile><div class=n>$5.6k</div><div class=l>Revenue</div></div><div class=tile><div class=n>3.2%</div><div class=l>Bounce rate</div></div>`,
    schema: object({ activeUsers: whole, revenue: number, bounceRate: number }),
    data: { activeUsers: 1234, revenue: 5600, bounceRate: 3.2 },
  },
  {
    name: "sections as objects inside",
    html: `<h1>Acme Ltd</h1><p>We make things.</p><section><h2>Address</h2><dl><dt>Street</dt><dd>1 Main St</dd><dt>City</dt><dd>Springfield</dd><dt>Postal code</dt><dd>12345</dd></dl></section><section><h2>Contact</h2><p>Email: <a href="mailto:hi@acme.test">hi@acme.test</a></p><p>Phone: +1 555 010 2030</p></section>`,
    schema: object({
      name: text,
      address: object({ street: text, city: text, postalCode: text, country: text }),
      contact: object({ email: { type: "string", format: "email" }, phone: text }),
    }),
    data: {
      name: "Acme Ltd",
      address: { street: "1 Main St", city: "Springfield", postalCode: "12345" },
      contact: { email: "hi@acme.test", phone: "+1 555 010 2030" },
    },
    missing: ["address.country"],
  },
  {
    name: "addresses and numbers in prose",
    html: `<h1>Contact us</h1><p>Write to support@corp.test or call +49 30 1234567 any weekday.</p><footer><p>© 2024 Corp</p></footer>`,
    schema: object({ email: text, phone: text }),
    data: { email: "support@corp.test", phone: "+49 30 1234567" },
  },
  {
    name: "figures with units",
    html: `<h1>Weather in Oslo</h1><p>Temperature: 21°C</p><p>Humidity 40%</p><p>Wind: 5 km/h</p>`,
    schema: object({ temperature: number, humidity: number, wind: number, pressure: number }),
    data: { temperature: 21, humidity: 40, wind: 5 },
    missing: ["pressure"],
  },
  {
    name: "what only JSON-LD says",
    html: `<h1>Widget</h1><p>Great.</p><script type="application/ld+json">{"@context":"https://schema.org","@type":"Product","name":"Widget","sku":"W-1","brand":{"@type":"Brand","name":"Acme"},"offers":{"@type":"Offer","price":"9.50","priceCurrency":"EUR"}}</script>`,
    schema: object({ name: text, sku: text, brand: text, price: number, currency: text }),
    data: { name: "Widget", sku: "W-1", brand: "Acme", price: 9.5, currency: "EUR" },
  },
  {
    name: "a form's content, without the password",
    html: `<h1>Profile</h1><form><label>Full name <input value="Ann Lee"></label><label for=e>E-mail</label><input id=e value="ann@x.test"><label>Country <select><option>France<option selected>Norway</select></label><label><input type=checkbox checked> Newsletter</label><label>Password <input type=password value=secret></label></form>`,
    schema: object({ fullName: text, email: text, country: text, newsletter: flag, password: text }),
    data: { fullName: "Ann Lee", email: "ann@x.test", country: "Norway", newsletter: true },
    missing: ["password"],
  },
  { name: "nothing that is asked for", html: `<h1>Hello</h1><p>World</p>`, schema: object({ price: number, sku: text }, ["price"]), data: null },
  {
    name: "a single value that the instruction names",
    html: `<h1>Cart</h1><p>Items: 3</p><p>Total: $42.50</p>`,
    schema: { type: "number" },
    instruction: "the total",
    data: 42.5,
  },
  {
    name: "whatever the page labels",
    html: `<h1>Specs</h1><table><tr><td>Weight<td>2 kg</tr><tr><td>Colour<td>Red</tr></table>`,
    schema: object({ specs: { type: "object", additionalProperties: text } }),
    data: { specs: { Weight: "2 kg", Colour: "Red" } },
  },
  {
    name: "a product's page with others beside it",
    html: `<header><nav><ul><li><a href=/>Home</a><li><a href=/s>Shop</a></ul></nav></header><main><h1>Oak desk</h1><div class="price-box"><span class=price>€249.00</span></div><p class=stock>In stock</p><p>A sturdy desk made of oak.</p><table><tr><th>SKU<td>OD-77</tr><tr><th>Width<td>120 cm</tr></table></main><section><h2>You may also like</h2><ul><li><a href=/c>Chair</a> <span class=price>€99.00</span><li><a href=/l>Lamp</a> <span class=price>€19.00</span></ul></section>`,
    schema: object({ name: text, price: number, inStock: flag, description: text, sku: text, width: text }),
    data: { name: "Oak desk", price: 249, inStock: true, description: "A sturdy desk made of oak.", sku: "OD-77", width: "120 cm" },
  },
  {
    name: "a box of facts beside prose",
    html: `<h1>Oslo</h1><table class=infobox><caption>Oslo</caption><tbody><tr><th scope=row>Country</th><td>Norway</td></tr><tr><th scope=row>Population (2023)</th><td>709,037<sup>[1]</sup></td></tr><tr><th scope=row>Mayor</th><td><a href=/w>Anne Lindboe</a> (H)</td></tr></tbody></table><p><b>Oslo</b> is the capital of Norway. It has 15 boroughs.</p>`,
    schema: object({ name: text, country: text, population: whole, mayor: text }),
    data: { name: "Oslo", country: "Norway", population: 709037, mayor: "Anne Lindboe (H)" },
  },
  {
    name: "microdata",
    html: `<div itemscope itemtype="https://schema.org/Restaurant"><h1 itemprop=name>Chez Nous</h1><div itemprop=address itemscope><span itemprop=streetAddress>5 Rue X</span>, <span itemprop=addressLocality>Lyon</span></div><span itemprop=telephone>+33 4 72 00 00 00</span><meta itemprop=priceRange content="€€"><div itemprop=aggregateRating itemscope><span itemprop=ratingValue>4.6</span>/5 from <span itemprop=reviewCount>210</span> reviews</div></div>`,
    schema: object({ name: text, address: object({ street: text, city: text }), phone: text, rating: number, reviewCount: whole, priceRange: text }),
    data: { name: "Chez Nous", address: { street: "5 Rue X", city: "Lyon" }, phone: "+33 4 72 00 00 00", rating: 4.6, reviewCount: 210, priceRange: "€€" },
  },
  {
    name: "switches",
    html: `<h1>Settings</h1><div class=row><span id=l1>Dark mode</span><button role=switch aria-checked=true aria-labelledby=l1></button></div><div class=row><span id=l2>Notifications</span><button role=switch aria-checked=false aria-labelledby=l2></button></div>`,
    schema: object({ darkMode: flag, notifications: flag }),
    data: { darkMode: true, notifications: false },
  },
  {
    name: "labelled lines of one paragraph",
    html: `<h2>Ship to</h2><p>Name: Jo Doe<br>Street: 1 Main St<br>Zip: 90210</p>`,
    schema: object({ name: text, street: text, zip: text }),
    data: { name: "Jo Doe", street: "1 Main St", zip: "90210" },
  },
  {
    name: "what is required and not there",
    html: `<h1>Team</h1><ul><li>Ann</li><li>Bo</li></ul><p>We are 2 people.</p>`,
    schema: object({ ceo: text, founded: whole, email: text, website: { type: "string", format: "uri" } }, ["ceo"]),
    data: null,
  },
  {
    name: "shadow roots and frames",
    html: `<h1>W</h1><x-card></x-card><script>customElements.define("x-card", class extends HTMLElement { connectedCallback() { this.attachShadow({mode:"open"}).innerHTML = "<dl><dt>Serial</dt><dd>S-9</dd></dl>" } })</script><iframe srcdoc="<p>Model: M-1</p>"></iframe>`,
    schema: object({ serial: text, model: text }),
    data: { serial: "S-9", model: "M-1" },
  },
  {
    name: "what is hidden is not read",
    html: `<h1>P</h1><p style="display:none">Code: SECRET</p><p>Code: OPEN</p>`,
    schema: object({ code: text }),
    data: { code: "OPEN" },
  },
];
