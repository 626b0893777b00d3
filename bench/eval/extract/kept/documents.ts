import { day, flag, list, number, object, text, whole } from "../../../../server/testing/pages/page-case.ts";
import type { ExtractCase } from "../case.ts";

/** Articles, recipes, invoices, forms, specifications: pages of one thing. */
export const DOCUMENTS: readonly ExtractCase[] = [
  {
    id: "kept-french-article",
    html: `<html lang="fr"><head><title>Le phare rallumé - Le Rivage</title><meta property="og:type" content="article"><meta property="og:title" content="Le phare rallumé"><meta property="og:site_name" content="Le Rivage"><meta property="article:published_time" content="2024-03-12T07:30:00+01:00"><meta name="author" content="Élise Moreau"></head><body><header><nav><a href="/">Accueil</a><a href="/mer">Mer</a></nav></header><article><h1>Le phare rallumé</h1><p class="meta">Par Élise Moreau, le 12 mars 2024</p><p>Après dix ans de silence, le phare éclaire de nouveau la baie.</p><p>Les pêcheurs s'en réjouissent.</p></article><aside><h2>À lire aussi</h2><ul><li><a href="/1">Le port s'agrandit</a><li><a href="/2">Marée record</a></ul></aside></body>`,
    schema: object({ title: text, author: text, publishedDate: day, siteName: text }),
    truth: { title: "Le phare rallumé", author: "Élise Moreau", publishedDate: "2024-03-12", siteName: "Le Rivage" },
  },
  {
    id: "kept-recipe-microdata",
    html: `<div itemscope itemtype="https://schema.org/Recipe"><h1 itemprop="name">Lentil soup</h1><p>By <span itemprop="author">Noor Haddad</span> · <time itemprop="datePublished" datetime="2023-11-04">November 4, 2023</time></p><p itemprop="description">Thick, warm and ready in half an hour.</p><dl><dt>Prep time</dt><dd><meta itemprop="prepTime" content="PT10M">10 min</dd><dt>Servings</dt><dd itemprop="recipeYield">4</dd></dl><h2>Ingredients</h2><ul><li itemprop="recipeIngredient">250 g red lentils</li><li itemprop="recipeIngredient">1 onion</li><li itemprop="recipeIngredient">1 tsp cumin</li></ul><h2>Method</h2><ol itemprop="recipeInstructions"><li>Fry the onion.</li><li>Add lentils and water.</li><li>Cook for 20 minutes.</li></ol><div itemprop="nutrition" itemscope itemtype="https://schema.org/NutritionInformation"><span itemprop="calories">310 kcal</span></div></div>`,
    schema: object({ name: text, author: text, datePublished: day, servings: whole, ingredients: list(text), method: list(text), calories: whole }),
    truth: {
      name: "Lentil soup",
      author: "Noor Haddad",
      datePublished: "2023-11-04",
      servings: 4,
      ingredients: ["250 g red lentils", "1 onion", "1 tsp cumin"],
      method: ["Fry the onion.", "Add lentils and water.", "Cook for 20 minutes."],
      calories: 310,
    },
  },
  {
    id: "kept-german-invoice",
    html: `<html lang="de"><h1>Rechnung</h1><div class="kopf"><p>Rechnungsnummer: RE-2024-0815</p><p>Rechnungsdatum: 3. Juli 2024</p><p>Fällig am: 17.07.2024</p></div><h2>Empfänger</h2><address>Firma: Seil &amp; Segel GmbH<br>Straße: Hafenweg 3<br>PLZ: 20457<br>Ort: Hamburg</address><table><thead><tr><th>Pos.<th>Bezeichnung<th>Menge<th>Einzelpreis<th>Gesamt</tr></thead><tbody><tr><td>1<td>Segeltuch<td>12<td>18,50 €<td>222,00 €</tr><tr><td>2<td>Beratung<td>3,5<td>110,00 €<td>385,00 €</tr></tbody></table><table class="summe"><tr><td>Nettobetrag<td>607,00 €</tr><tr><td>MwSt. 19 %<td>115,33 €</tr><tr><td>Gesamtbetrag<td>722,33 €</tr></table>`,
    schema: object({
      rechnungsnummer: text,
      rechnungsdatum: day,
      empfaenger: object({ firma: text, plz: text, ort: text }),
      positionen: list(object({ bezeichnung: text, menge: number, einzelpreis: number, gesamt: number })),
      nettobetrag: number,
      gesamtbetrag: number,
      skonto: number,
    }),
    truth: {
      rechnungsnummer: "RE-2024-0815",
      rechnungsdatum: "2024-07-03",
      empfaenger: { firma: "Seil & Segel GmbH", plz: "20457", ort: "Hamburg" },
      positionen: [
        { bezeichnung: "Segeltuch", menge: 12, einzelpreis: 18.5, gesamt: 222 },
        { bezeichnung: "Beratung", menge: 3.5, einzelpreis: 110, gesamt: 385 },
      ],
      nettobetrag: 607,
      gesamtbetrag: 722.33,
    },
  },
  {
    id: "kept-settings-form",
    html: `<h1>Account settings</h1><form><fieldset><legend>Person</legend><div><label for=fn>First name</label><input id=fn value="Ines"></div><div><label for=ln>Last name</label><input id=ln value="Brandt"></div><div><label for=bd>Birthday</label><input id=bd type=date value="1990-05-17"></div></fieldset><fieldset><legend>Plan</legend><label><input type=radio name=plan value=free> Free</label><label><input type=radio name=plan value=team checked> Team</label><label><input type=radio name=plan value=business> Business</label></fieldset><div><label for=seats>Seats</label><input id=seats type=number value=12></div><div><label for=lang>Language</label><select id=lang><option>English<option selected>Deutsch</select></div><div><label for=bio>About you</label><textarea id=bio>Sails on Sundays.</textarea></div><label><input type=checkbox checked> Send me news</label><label><input type=checkbox> Two-factor login</label><button>Save</button></form>`,
    schema: object({
      firstName: text,
      lastName: text,
      birthday: day,
      plan: { type: "string", enum: ["free", "team", "business"] },
      seats: whole,
      language: text,
      aboutYou: text,
      sendMeNews: flag,
      twoFactorLogin: flag,
      taxId: text,
    }),
    truth: {
      firstName: "Ines",
      lastName: "Brandt",
      birthday: "1990-05-17",
      plan: "team",
      seats: 12,
      language: "Deutsch",
      aboutYou: "Sails on Sundays.",
      sendMeNews: true,
      twoFactorLogin: false,
    },
  },
  {
    id: "kept-specification",
    html: `<main><h1>Cordless drill BX-12</h1><p>A light drill for the home.</p><section><h2>Technical data</h2><dl><dt>Voltage</dt><dd>12 V</dd><dt>Weight</dt><dd>1.1 kg</dd><dt>Max. torque</dt><dd>35 Nm</dd><dt>Colours</dt><dd>Green</dd><dd>Black</dd><dt>Case included</dt><dd>Yes</dd><dt>Warranty</dt><dd>2 years</dd></dl></section><section><h2>Delivery</h2><dl><dt>Weight</dt><dd>1.9 kg</dd><dt>Dispatch</dt><dd>Within 24 hours</dd></dl></section></main>`,
    schema: object({
      name: text,
      technicalData: object({ voltage: number, weight: number, maxTorque: number, colours: list(text), caseIncluded: flag, warranty: text }),
      delivery: object({ weight: number, dispatch: text }),
    }),
    truth: {
      name: "Cordless drill BX-12",
      technicalData: { voltage: 12, weight: 1.1, maxTorque: 35, colours: ["Green", "Black"], caseIncluded: true, warranty: "2 years" },
      delivery: { weight: 1.9, dispatch: "Within 24 hours" },
    },
  },
  {
    id: "kept-order",
    html: `<h1>Thank you, Mara!</h1><p>Order <strong>#55-1043</strong> was placed on <strong>9 September 2024</strong>.</p><div class="cols"><div class="col"><h3>Shipping address</h3><p>Name: Mara Quist<br>Street: 4 Quay Road<br>City: Galway<br>Country: Ireland</p></div><div class="col"><h3>Payment</h3><p>Method: Visa ending 4242<br>Status: Paid</p></div></div><h3>Items</h3><ul class="items"><li><span class="item-name">Rope, 20 m</span> <span class="qty">× 2</span> <span class="item-price">€31.00</span></li><li><span class="item-name">Anchor</span> <span class="qty">× 1</span> <span class="item-price">€89.90</span></li></ul><dl class="sums"><dt>Subtotal</dt><dd>€151.90</dd><dt>Shipping</dt><dd>€6.50</dd><dt>Total</dt><dd>€158.40</dd></dl>`,
    schema: object({
      shippingAddress: object({ name: text, street: text, city: text, country: text }),
      payment: object({ method: text, status: text }),
      items: list(object({ itemName: text, qty: whole, itemPrice: number })),
      subtotal: number,
      total: number,
    }),
    truth: {
      shippingAddress: { name: "Mara Quist", street: "4 Quay Road", city: "Galway", country: "Ireland" },
      payment: { method: "Visa ending 4242", status: "Paid" },
      items: [
        { itemName: "Rope, 20 m", qty: 2, itemPrice: 31 },
        { itemName: "Anchor", qty: 1, itemPrice: 89.9 },
      ],
      subtotal: 151.9,
      total: 158.4,
    },
  },
  {
    id: "kept-nothing-there",
    html: `<h1>About our bakery</h1><p>We have baked bread since 1931, every morning from four o'clock.</p><ul><li>Rye</li><li>Spelt</li></ul><footer>© 2024 Bakery</footer>`,
    schema: object({ flightNumber: text, departure: { type: "string", format: "date-time" }, gate: text }, ["flightNumber"]),
    truth: null,
  },
];
