import { flag, list, number, object, text, whole } from "../../../../server/testing/pages/page-case.ts";
import type { ExtractCase } from "../case.ts";

/** Shops and what is like them. */
export const SHOPS: readonly ExtractCase[] = [
  {
    id: "utility-class-shop",
    html: `<header class="flex"><a href="/" class="font-bold">Kiln</a><input placeholder="Search"></header><div class="grid grid-cols-3">${[
      ["Bowl, large", "€ 48,00", "", "12 left"],
      ["Espresso cup", "€ 16,50", "€ 22,00", "3 left"],
      ["Vase 'Dune'", "€ 1.120,00", "", "1 left"],
      ["Plate", "€ 24,00", "€ 30,00", "40 left"],
    ]
      .map(
        ([name, price, was, left], i) =>
          `<a class="block p-2" href="/shop/${i}"><div class="aspect-square"><img src="/i/${i}.png" alt="${name}"></div><div class="mt-1 text-sm">${name}</div><div class="text-gray-700">${was ? `<span class="line-through">${was}</span> ` : ""}<span>${price}</span></div><div class="text-xs">${left}</div></a>`,
      )
      .join("")}</div>`,
    schema: object({ items: list(object({ name: text, price: number, left: whole, link: text, image: text }, ["name", "price"])) }),
    instruction: "the pottery for sale",
    truth: {
      items: [
        { name: "Bowl, large", price: 48, left: 12, link: "$BASE/shop/0", image: "$BASE/i/0.png" },
        { name: "Espresso cup", price: 16.5, left: 3, link: "$BASE/shop/1", image: "$BASE/i/1.png" },
        { name: "Vase 'Dune'", price: 1120, left: 1, link: "$BASE/shop/2", image: "$BASE/i/2.png" },
        { name: "Plate", price: 24, left: 40, link: "$BASE/shop/3", image: "$BASE/i/3.png" },
      ],
    },
  },
  {
    id: "product-against-its-json-ld",
    html: `<script type="application/ld+json">{"@type":"Product","name":"Old lamp","sku":"L-1","offers":{"@type":"Offer","price":"10.00","priceCurrency":"USD"}}</script><h1>Lamp Halo</h1><div><span class="price">$35.00</span></div><p>SKU: L-2</p>`,
    schema: object({ name: text, price: number, sku: text, currency: text }),
    truth: { name: "Lamp Halo", price: 35, sku: "L-2", currency: "USD" },
  },
  {
    id: "german-product",
    html: `<html lang="de"><main><h1>Wanderrucksack Gipfel 28</h1><p class="hersteller">von <a href="/m/bergluft">Bergluft</a></p><div class="preis">1.089,95 €</div><p>inkl. MwSt., zzgl. 4,90 € Versand</p><table><tr><td>Gewicht</td><td>1,24 kg</td></tr><tr><td>Volumen</td><td>28 l</td></tr><tr><td>Farbe</td><td>Moosgrün</td></tr><tr><td>Wasserdicht</td><td>ja</td></tr><tr><td>Erschienen</td><td>4. Februar 2024</td></tr></table></main><aside><h2>Ähnliche Artikel</h2><ul><li><a href="/p/3">Rucksack Tal</a> <span>59,95 €</span><li><a href="/p/4">Rucksack Fluss</a> <span>79,95 €</span></ul></aside>`,
    schema: object({
      name: text,
      price: number,
      gewicht: number,
      volumen: whole,
      farbe: text,
      wasserdicht: flag,
      erschienen: { type: "string", format: "date" },
    }),
    truth: { name: "Wanderrucksack Gipfel 28", price: 1089.95, gewicht: 1.24, volumen: 28, farbe: "Moosgrün", wasserdicht: true, erschienen: "2024-02-04" },
  },
  {
    id: "german-page-english-schema",
    html: `<html lang="de"><h1>Bestellungen</h1><table><tr><th>Bestellnummer<th>Datum<th>Kunde<th>Menge<th>Betrag<th>Status</tr><tr><td>B-77<td>5.3.2024<td>Frau Ohm<td>3<td>59,70 €<td>bezahlt</tr><tr><td>B-78<td>11. April 2024<td>Herr Volt<td>1<td>1.019,00 €<td>offen</tr></table>`,
    schema: object({
      orders: list(object({ orderNumber: text, date: { type: "string", format: "date" }, customer: text, quantity: whole, amount: number, status: text })),
    }),
    truth: {
      orders: [
        { orderNumber: "B-77", date: "2024-03-05", customer: "Frau Ohm", quantity: 3, amount: 59.7, status: "bezahlt" },
        { orderNumber: "B-78", date: "2024-04-11", customer: "Herr Volt", quantity: 1, amount: 1019, status: "offen" },
      ],
    },
  },
  {
    id: "plans-with-features",
    html: `<section><h2>Pricing</h2><div class="tier"><h3>Starter</h3><p class="cost">$0<small>/mo</small></p><ul><li>1 user</li><li>2 projects</li></ul><a href="/signup?p=starter">Choose</a></div><div class="tier tier--best"><span class="ribbon">Most popular</span><h3>Studio</h3><p class="cost">$29<small>/mo</small></p><ul><li>10 users</li><li>Unlimited projects</li><li>E-mail support</li></ul><a href="/signup?p=studio">Choose</a></div><div class="tier"><h3>Firm</h3><p class="cost">$99<small>/mo</small></p><ul><li>100 users</li><li>Phone support</li></ul><a href="/signup?p=firm">Choose</a></div></section>`,
    schema: object({ tiers: list(object({ name: text, cost: number, features: list(text) }, ["name"])) }),
    truth: {
      tiers: [
        { name: "Starter", cost: 0, features: ["1 user", "2 projects"] },
        { name: "Studio", cost: 29, features: ["10 users", "Unlimited projects", "E-mail support"] },
        { name: "Firm", cost: 99, features: ["100 users", "Phone support"] },
      ],
    },
  },
  {
    id: "restaurants",
    html: `<h1>Restaurants near you</h1><ul>${[
      ["Trattoria Sole", "Italian", "4.6", "(1,2k)", "25–35 min", "$2.99 delivery"],
      ["Saffron House", "Indian", "4.8", "(930)", "30–45 min", "Free delivery"],
      ["Noodle Bar 8", "Chinese", "4.2", "(87)", "15–25 min", "$0.99 delivery"],
    ]
      .map(
        ([name, cuisine, rating, count, time, fee], i) =>
          `<li class="restaurant"><a href="/r/${i}"><img src="/r/${i}.jpg" alt="${name}"><div class="restaurant-name">${name}</div></a><div class="cuisine">${cuisine}</div><div class="rating">★ ${rating} <span class="votes">${count}</span></div><div class="eta">${time}</div><div class="fee">${fee}</div></li>`,
      )
      .join("")}</ul>`,
    schema: list(object({ name: text, cuisine: text, rating: number, votes: whole, eta: text, fee: number })),
    truth: [
      { name: "Trattoria Sole", cuisine: "Italian", rating: 4.6, votes: 1200, eta: "25–35 min", fee: 2.99 },
      { name: "Saffron House", cuisine: "Indian", rating: 4.8, votes: 930, eta: "30–45 min" },
      { name: "Noodle Bar 8", cuisine: "Chinese", rating: 4.2, votes: 87, eta: "15–25 min", fee: 0.99 },
    ],
  },
];
