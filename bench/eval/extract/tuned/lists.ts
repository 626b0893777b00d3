import { day, flag, list, number, object, text, whole } from "../../../../server/testing/pages/page-case.ts";
import type { ExtractCase } from "../case.ts";

/** Things that repeat. */
export const LISTS: readonly ExtractCase[] = [
  {
    id: "issues",
    html: `<h1>Issues</h1><div role="list">${[
      ["Anchor chain rattles", "#41", "bug", "opened on Jan 5, 2024 by mo", "4"],
      ["Dark mode for charts", "#39", "idea", "opened on Dec 30, 2023 by pia", ""],
      ["Crash on start", "#36", "bug", "opened on Dec 1, 2023 by mo", "11"],
    ]
      .map(
        ([title, id, label, when, comments]) =>
          `<div role="listitem" class="issue"><a href="/i/${id?.slice(1)}">${title}</a> <span class="IssueLabel">${label}</span><div>${id} ${when}</div>${comments ? `<a aria-label="${comments} comments" href="#">${comments}</a>` : ""}</div>`,
      )
      .join("")}</div>`,
    schema: list(object({ title: text, label: text, openedOn: day, url: text }, ["title"])),
    truth: [
      { title: "Anchor chain rattles", label: "bug", openedOn: "2024-01-05", url: "$BASE/i/41" },
      { title: "Dark mode for charts", label: "idea", openedOn: "2023-12-30", url: "$BASE/i/39" },
      { title: "Crash on start", label: "bug", openedOn: "2023-12-01", url: "$BASE/i/36" },
    ],
  },
  {
    id: "news-feed",
    html: `<main><section class="feed"><h2>Latest</h2>${[
      ["Bridge closed for a week", "Traffic is led through Mill Street.", "Local", "2024-07-01T06:00:00Z"],
      ["Record catch", "Fishers speak of the best June in years.", "Sea", "2024-06-30T18:20:00Z"],
      ["School wins prize", "Its garden was judged the best of the county.", "Local", "2024-06-30T09:05:00Z"],
    ]
      .map(
        ([title, teaser, section, at], i) =>
          `<article><a href="/n/${i}"><img src="/n/${i}.jpg" alt=""><h3>${title}</h3></a><p>${teaser}</p><footer><a class="section" href="/s/${section?.toLowerCase()}">${section}</a> · <time datetime="${at}">${at?.slice(0, 10)}</time></footer></article>`,
      )
      .join("")}</section></main>`,
    schema: object({
      articles: list(
        object({ headline: text, teaser: text, section: text, publishedAt: { type: "string", format: "date-time" }, link: text, image: text }, ["headline"]),
      ),
    }),
    truth: {
      articles: [
        {
          headline: "Bridge closed for a week",
          teaser: "Traffic is led through Mill Street.",
          section: "Local",
          publishedAt: "2024-07-01T06:00:00.000Z",
          link: "$BASE/n/0",
          image: "$BASE/n/0.jpg",
        },
        {
          headline: "Record catch",
          teaser: "Fishers speak of the best June in years.",
          section: "Sea",
          publishedAt: "2024-06-30T18:20:00.000Z",
          link: "$BASE/n/1",
          image: "$BASE/n/1.jpg",
        },
        {
          headline: "School wins prize",
          teaser: "Its garden was judged the best of the county.",
          section: "Local",
          publishedAt: "2024-06-30T09:05:00.000Z",
          link: "$BASE/n/2",
          image: "$BASE/n/2.jpg",
        },
      ],
    },
  },
  {
    id: "reviews",
    html: `<h1>Reviews of Camp Seaside</h1><p>Rated 4.3 of 5 by 3 guests</p><ul class="reviews">${[
      ["Bea", "5", "Wonderful place", "We stayed a week and loved it.", "14 août 2023"],
      ["Carl", "3", "Fine", "Showers were cold in the morning.", "2 juillet 2023"],
      ["Dunja", "5", "Back next year", "Our children did not want to leave.", "28 juin 2023"],
    ]
      .map(
        ([who, stars, title, body, when]) =>
          `<li><div class="reviewer">${who}</div><div class="stars" role="img" aria-label="${stars} out of 5 stars"></div><h4>${title}</h4><p>${body}</p><span class="when">${when}</span></li>`,
      )
      .join("")}</ul>`,
    schema: object({ reviews: list(object({ reviewer: text, rating: number, title: text, body: text, date: day })) }),
    truth: {
      reviews: [
        { reviewer: "Bea", rating: 5, title: "Wonderful place", body: "We stayed a week and loved it.", date: "2023-08-14" },
        { reviewer: "Carl", rating: 3, title: "Fine", body: "Showers were cold in the morning.", date: "2023-07-02" },
        { reviewer: "Dunja", rating: 5, title: "Back next year", body: "Our children did not want to leave.", date: "2023-06-28" },
      ],
    },
  },
  {
    id: "calendar",
    html: `<h1>Termine</h1><div class="tage"><div class="tag"><h3>Montag, 6. Mai 2024</h3><ul><li><span class="zeit">9:00 Uhr</span> <span class="titel">Anlegen</span></li><li><span class="zeit">13:30 Uhr</span> <span class="titel">Inventur</span></li></ul></div><div class="tag"><h3>Dienstag, 7. Mai 2024</h3><ul><li><span class="zeit">8:15 Uhr</span> <span class="titel">Auslaufen</span></li></ul></div></div>`,
    schema: object({ tage: list(object({ datum: day, termine: list(object({ zeit: text, titel: text })) }, ["termine"])) }),
    truth: {
      tage: [
        {
          datum: "2024-05-06",
          termine: [
            { zeit: "9:00 Uhr", titel: "Anlegen" },
            { zeit: "13:30 Uhr", titel: "Inventur" },
          ],
        },
        { datum: "2024-05-07", termine: [{ zeit: "8:15 Uhr", titel: "Auslaufen" }] },
      ],
    },
  },
  {
    id: "hebrew-cards",
    html: `<html lang="he" dir="rtl"><h1>מוצרים</h1><ul class="items">${[
      ["כיסא עץ", "₪249.90", "במלאי"],
      ["שולחן", "₪1,199.00", "אזל"],
    ]
      .map(
        ([name, price, stock], i) =>
          `<li class="item"><a class="item-title" href="/he/${i}">${name}</a><span class="item-price">${price}</span><em class="item-stock">${stock}</em></li>`,
      )
      .join("")}</ul>`,
    schema: list(object({ title: text, price: number, url: { type: "string", format: "uri" } })),
    truth: [
      { title: "כיסא עץ", price: 249.9, url: "$BASE/he/0" },
      { title: "שולחן", price: 1199, url: "$BASE/he/1" },
    ],
  },
  {
    id: "contacts-dl",
    html: `<h1>Offices</h1><div class="office"><h2>Leeds</h2><dl><div><dt>Address</dt><dd>1 Weir St</dd></div><div><dt>Phone</dt><dd>+44 113 496 0000</dd></div><div><dt>Staff</dt><dd>24</dd></div></dl></div><div class="office"><h2>Cork</h2><dl><div><dt>Address</dt><dd>9 Quay</dd></div><div><dt>Phone</dt><dd>+353 21 000 1111</dd></div><div><dt>Staff</dt><dd>7</dd></div></dl></div>`,
    schema: object({ offices: list(object({ name: text, address: text, phone: text, staff: whole })) }),
    truth: {
      offices: [
        { name: "Leeds", address: "1 Weir St", phone: "+44 113 496 0000", staff: 24 },
        { name: "Cork", address: "9 Quay", phone: "+353 21 000 1111", staff: 7 },
      ],
    },
  },
  {
    id: "tasks-with-checkboxes",
    html: `<h1>To do</h1><ul class="todo">${[
      ["Paint the hull", true, "high"],
      ["Order rope", false, "low"],
      ["Check the pump", false, "high"],
    ]
      .map(
        ([title, done, priority]) =>
          `<li><label><input type="checkbox"${done ? " checked" : ""}> <span class="title">${title}</span></label> <span class="priority">${priority}</span></li>`,
      )
      .join("")}</ul><p>1 of 3 done</p>`,
    schema: list(object({ title: text, done: flag, priority: { enum: ["low", "high"] } }, ["title"])),
    truth: [
      { title: "Paint the hull", done: true, priority: "high" },
      { title: "Order rope", done: false, priority: "low" },
      { title: "Check the pump", done: false, priority: "high" },
    ],
  },
  {
    id: "nested-comments",
    html: `<h2>Comments</h2><ul class="comments"><li class="comment"><b class="who">ann</b> <time datetime="2024-01-02T08:00:00Z">2 Jan</time><p>Is this seaworthy?</p><ul class="replies"><li class="reply"><b class="who">bo</b> <time datetime="2024-01-02T09:00:00Z">2 Jan</time><p>It is.</p></li><li class="reply"><b class="who">cy</b> <time datetime="2024-01-03T09:00:00Z">3 Jan</time><p>In good weather.</p></li></ul></li><li class="comment"><b class="who">dee</b> <time datetime="2024-01-05T08:00:00Z">5 Jan</time><p>What does it cost?</p></li></ul>`,
    schema: object({ comments: list(object({ who: text, text: text, replies: list(object({ who: text, text: text })) }, ["who"])) }),
    truth: {
      comments: [
        {
          who: "ann",
          text: "Is this seaworthy?",
          replies: [
            { who: "bo", text: "It is." },
            { who: "cy", text: "In good weather." },
          ],
        },
        { who: "dee", text: "What does it cost?" },
      ],
    },
  },
  {
    id: "slots-and-frames",
    html: `<h1>Fleet</h1><boat-card><span slot="name">Gull</span><span slot="year">1998</span></boat-card><boat-card><span slot="name">Tern</span><span slot="year">2011</span></boat-card><boat-card><span slot="name">Heron</span><span slot="year">2020</span></boat-card><script>customElements.define("boat-card", class extends HTMLElement { connectedCallback() { this.attachShadow({ mode: "open" }).innerHTML = '<h3><slot name="name"></slot></h3><p>Built: <slot name="year"></slot></p>' } })</script>`,
    schema: list(object({ name: text, built: whole }, ["name"])),
    truth: [
      { name: "Gull", built: 1998 },
      { name: "Tern", built: 2011 },
      { name: "Heron", built: 2020 },
    ],
  },
];
