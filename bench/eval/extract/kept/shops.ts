import { flag, list, number, object, text, whole } from "../../../../server/testing/pages/page-case.ts";
import type { ExtractCase } from "../case.ts";

const KETTLES: readonly (readonly [string, string, string, string, string, string])[] = [
  ["Wasserkocher Nordlicht 1,7 l", "1.249,90 €", "1.399,00 €", "4,5", "1.024", "Auf Lager"],
  ["Toaster Morgenrot", "39,95 €", "", "3,8", "87", "Nicht verfügbar"],
  ["Milchaufschäumer Wolke", "64,00 €", "79,00 €", "4,9", "312", "Auf Lager"],
];

/** Shops, price comparisons, hotels, homes: cards and what stands around them. */
export const SHOPS: readonly ExtractCase[] = [
  {
    id: "kept-german-shop",
    html: `<html lang="de"><title>Küchengeräte kaufen</title><header><a href="/">Haushalt24</a><nav><ul><li><a href="/k">Küche</a><li><a href="/b">Bad</a><li><a href="/g">Garten</a></ul></nav></header>
    <aside><h3>Filter</h3><ul><li><label><input type=checkbox> Nur Angebote</label><li><label><input type=checkbox checked> Auf Lager</label></ul></aside>
    <main><h1>Küchengeräte</h1><p>3 Artikel</p><ul class="produkte">${KETTLES.map(
      ([name, price, old, stars, count, stock], i) =>
        `<li class="produkt"><a href="/p/${i + 1}"><img src="/img/${i + 1}.jpg" alt=""></a><h2><a href="/p/${i + 1}">${name}</a></h2><div class="sterne">${stars} von 5 Sternen <span>(${count})</span></div><div class="preise">${old ? `<s>UVP ${old}</s> ` : ""}<strong class="preis">${price}</strong></div><p class="verfuegbarkeit">${stock}</p><button>In den Warenkorb</button></li>`,
    ).join("")}</ul></main><footer><ul><li><a href="/agb">AGB</a><li><a href="/impressum">Impressum</a></ul></footer>`,
    schema: object({ products: list(object({ name: text, price: number, rating: number, url: { type: "string", format: "uri" } }, ["name", "price"])) }),
    instruction: "all kitchen products with price and rating",
    truth: {
      products: [
        { name: "Wasserkocher Nordlicht 1,7 l", price: 1249.9, rating: 4.5, url: "$BASE/p/1" },
        { name: "Toaster Morgenrot", price: 39.95, rating: 3.8, url: "$BASE/p/2" },
        { name: "Milchaufschäumer Wolke", price: 64, rating: 4.9, url: "$BASE/p/3" },
      ],
    },
  },
  {
    id: "kept-price-comparison",
    html: `<h1>Canvas backpack 30 l — compare prices</h1><p>Lowest price: <b>$58.20</b></p><table class="offers"><caption>5 offers</caption><thead><tr><th rowspan=2>Shop<th colspan=3>Costs<th rowspan=2>Delivery</tr><tr><th>Price<th>Shipping<th>Total</tr></thead>
    <tbody><tr><td><a href="https://north.test/bag">Northgear</a><td>$58.20<td>$4.99<td>$63.19<td>2–3 days<tr><td><a href="https://trail.test/30l">Trailhouse</a><td>$61.00<td>free<td>$61.00<td>1 day<tr><td><a href="https://pack.test/c30">Packworld</a><td>$64.50<td>$0.00<td>$64.50<td>5 days</tbody></table><p>Prices include taxes. No liability.</p>`,
    schema: object({
      product: text,
      lowestPrice: number,
      offers: list(object({ shop: text, price: number, shipping: number, total: number, delivery: text, url: { type: "string", format: "uri" } })),
    }),
    truth: {
      product: "Canvas backpack 30 l — compare prices",
      lowestPrice: 58.2,
      offers: [
        { shop: "Northgear", price: 58.2, shipping: 4.99, total: 63.19, delivery: "2–3 days", url: "https://north.test/bag" },
        { shop: "Trailhouse", price: 61, total: 61, delivery: "1 day", url: "https://trail.test/30l" },
        { shop: "Packworld", price: 64.5, shipping: 0, total: 64.5, delivery: "5 days", url: "https://pack.test/c30" },
      ],
    },
  },
  {
    id: "kept-hotels",
    html: `<main><h1>Hotels in Porto</h1><div class="sort">Sort by <select><option>Price<option selected>Rating</select></div>
    ${[
      ["Casa do Rio", "9.1", "$142", ["Free WiFi", "Pool", "Breakfast"], "Ribeira"],
      ["Hotel Miradouro", "8.4", "$98", ["Free WiFi", "Parking"], "Bonfim"],
      ["Pensão Luz", "7.9", "$61", ["Breakfast"], "Cedofeita"],
    ]
      .map(
        ([name, score, price, amenities, area]) =>
          `<article class="property"><h3>${name}</h3><span class="district">${area}</span><div class="score" title="Guest score">${score}</div><ul class="amenities">${(amenities as string[]).map((one) => `<li>${one}`).join("")}</ul><div class="rate"><b>${price}</b> per night</div><a class="btn" href="/h/${String(name).split(" ").at(-1)?.toLowerCase()}">See rooms</a></article>`,
      )
      .join("")}</main>`,
    schema: list(object({ name: text, district: text, score: number, pricePerNight: number, amenities: list(text) }, ["name"])),
    instruction: "every hotel with its amenities",
    truth: [
      { name: "Casa do Rio", district: "Ribeira", score: 9.1, pricePerNight: 142, amenities: ["Free WiFi", "Pool", "Breakfast"] },
      { name: "Hotel Miradouro", district: "Bonfim", score: 8.4, pricePerNight: 98, amenities: ["Free WiFi", "Parking"] },
      { name: "Pensão Luz", district: "Cedofeita", score: 7.9, pricePerNight: 61, amenities: ["Breakfast"] },
    ],
  },
  {
    id: "kept-homes",
    html: `<h1>Homes for sale</h1><div id="list">${[
      ["$389,000", "12 Birch Ln, Salem", "3 beds", "2 baths", "1,450 sqft", "New"],
      ["$1,120,500", "7 Harbor View, Salem", "5 beds", "3.5 baths", "3,980 sqft", "Pending"],
      ["$245,000", "90 Mill St #4, Salem", "2 beds", "1 baths", "870 sqft", "Active"],
    ]
      .map(
        ([price, address, beds, baths, area, status]) =>
          `<div class="home-card"><img src="/photo.jpg" alt="Photo"><span class="tag">${status}</span><div class="home-price">${price}</div><div class="home-address">${address}</div><ul class="facts"><li>${beds}</li><li>${baths}</li><li>${area}</li></ul></div>`,
      )
      .join("")}</div>`,
    schema: object({ homes: list(object({ address: text, price: whole, beds: whole, baths: number, sqft: whole }, ["address", "price"])) }),
    truth: {
      homes: [
        { address: "12 Birch Ln, Salem", price: 389000, beds: 3, baths: 2, sqft: 1450 },
        { address: "7 Harbor View, Salem", price: 1120500, beds: 5, baths: 3.5, sqft: 3980 },
        { address: "90 Mill St #4, Salem", price: 245000, beds: 2, baths: 1, sqft: 870 },
      ],
    },
  },
  {
    id: "kept-json-ld-product",
    html: `<head><title>Trail shoe | Footwork</title><meta property="og:title" content="Trail shoe"><meta property="og:image" content="https://cdn.test/shoe.jpg"><script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"BreadcrumbList","itemListElement":[{"@type":"ListItem","position":1,"name":"Home"},{"@type":"ListItem","position":2,"name":"Shoes"}]},{"@type":"Product","name":"Trail shoe","sku":"TS-881","gtin13":"4006381333931","brand":{"@type":"Brand","name":"Footwork"},"aggregateRating":{"@type":"AggregateRating","ratingValue":"4.7","reviewCount":"231"},"offers":{"@type":"Offer","price":"119.00","priceCurrency":"EUR","availability":"https://schema.org/InStock"}}]}</script></head>
    <body><nav><a href="/">Home</a> / <a href="/shoes">Shoes</a></nav><h1>Trail shoe</h1><p class="price">€119.00</p><p>Grips where others slip.</p><button>Add to bag</button></body>`,
    schema: object({
      name: text,
      price: number,
      currency: text,
      sku: text,
      gtin13: text,
      brand: text,
      ratingValue: number,
      reviewCount: whole,
      inStock: flag,
      description: text,
      colour: text,
    }),
    truth: {
      name: "Trail shoe",
      price: 119,
      currency: "EUR",
      sku: "TS-881",
      gtin13: "4006381333931",
      brand: "Footwork",
      ratingValue: 4.7,
      reviewCount: 231,
      inStock: true,
      description: "Grips where others slip.",
    },
  },
  {
    id: "kept-rtl-shop",
    html: `<html lang="ar" dir="rtl"><h1>متجر الكتب</h1><section class="books">${[
      ["مدن الملح", "عبد الرحمن منيف", "45.50"],
      ["موسم الهجرة إلى الشمال", "الطيب صالح", "30.00"],
      ["رجال في الشمس", "غسان كنفاني", "22.75"],
    ]
      .map(
        ([title, author, price]) =>
          `<div class="book"><h2 class="book-title">${title}</h2><p class="book-author">${author}</p><span class="book-price">${price} ر.س</span></div>`,
      )
      .join("")}</section>`,
    schema: object({ books: list(object({ title: text, author: text, price: number })) }),
    truth: {
      books: [
        { title: "مدن الملح", author: "عبد الرحمن منيف", price: 45.5 },
        { title: "موسم الهجرة إلى الشمال", author: "الطيب صالح", price: 30 },
        { title: "رجال في الشمس", author: "غسان كنفاني", price: 22.75 },
      ],
    },
  },
];
