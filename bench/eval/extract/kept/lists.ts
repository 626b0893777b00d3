import { day, flag, list, number, object, text, whole } from "../../../../server/testing/pages/page-case.ts";
import type { ExtractCase } from "../case.ts";

/** Search results, jobs, forums, directories, menus, feeds. */
export const LISTS: readonly ExtractCase[] = [
  {
    id: "kept-search-results",
    html: `<form role=search><input name=q value="tide tables"><button>Search</button></form><p>About 2,310 results (0.41 seconds)</p><main><ol class="results"><li><div><a href="https://tides.test/tables"><h3>Tide tables for every port</h3></a><p>High and low water for 400 ports, updated daily.</p></div></li><li><div><a href="https://harbour.test/t"><h3>How to read tide tables</h3></a><p>A short guide for people new to the sea.</p></div></li><li><div><a href="https://books.test/9"><h3>The tide book 2024</h3></a><p>All tables in print.</p></div></li></ol><nav aria-label="Pages"><a href="?p=1" aria-current=page>1</a><a href="?p=2">2</a><a href="?p=2" rel=next>Next</a></nav></main>`,
    schema: object({ results: list(object({ title: text, url: { type: "string", format: "uri" }, snippet: text }, ["title", "url"])) }),
    truth: {
      results: [
        { title: "Tide tables for every port", url: "https://tides.test/tables", snippet: "High and low water for 400 ports, updated daily." },
        { title: "How to read tide tables", url: "https://harbour.test/t", snippet: "A short guide for people new to the sea." },
        { title: "The tide book 2024", url: "https://books.test/9", snippet: "All tables in print." },
      ],
    },
  },
  {
    id: "kept-jobs",
    html: `<h1>Open positions</h1>${[
      ["Boat builder", "Werft Nord", "Kiel", "Full-time", "2024-06-01", true],
      ["Sailmaker", "Segel & Co", "Bremen", "Part-time", "2024-05-20", false],
      ["Crane operator", "Hafen AG", "Hamburg", "Full-time", "2024-05-28", false],
    ]
      .map(
        ([title, company, place, kind, date, remote], i) =>
          `<section class="job"><header><h2><a href="/jobs/${i + 1}">${title}</a></h2>${remote ? '<span class="badge">Remote</span>' : ""}</header><dl><dt>Company</dt><dd>${company}</dd><dt>Location</dt><dd>${place}</dd><dt>Type</dt><dd>${kind}</dd><dt>Posted</dt><dd><time datetime="${date}">${date}</time></dd></dl></section>`,
      )
      .join("")}`,
    schema: list(
      object(
        {
          title: text,
          company: text,
          location: text,
          type: { type: "string", enum: ["full-time", "part-time"] },
          posted: day,
          url: { type: "string", format: "uri" },
        },
        ["title"],
      ),
    ),
    truth: [
      { title: "Boat builder", company: "Werft Nord", location: "Kiel", type: "full-time", posted: "2024-06-01", url: "$BASE/jobs/1" },
      { title: "Sailmaker", company: "Segel & Co", location: "Bremen", type: "part-time", posted: "2024-05-20", url: "$BASE/jobs/2" },
      { title: "Crane operator", company: "Hafen AG", location: "Hamburg", type: "full-time", posted: "2024-05-28", url: "$BASE/jobs/3" },
    ],
  },
  {
    id: "kept-forum",
    html: `<h1>Which rope for mooring?</h1><div class="thread">${[
      ["keel", "2024-02-01T09:12:00Z", "My old rope is worn. What do you use?", "3"],
      ["ana_b", "2024-02-01T10:40:00Z", "Nylon, because it stretches.", "12"],
      ["skipper", "2024-02-02T06:05:00Z", "I agree with nylon, 14 mm for eight metres.", "7"],
    ]
      .map(
        ([user, at, body, likes]) =>
          `<div class="post"><div class="post-head"><a class="username" href="/u/${user}">${user}</a><time datetime="${at}">some time ago</time></div><div class="post-body"><p>${body}</p></div><div class="post-foot"><span class="likes">${likes} likes</span><button>Reply</button></div></div>`,
      )
      .join("")}</div>`,
    schema: object({
      title: text,
      posts: list(object({ username: text, date: { type: "string", format: "date-time" }, body: text, likes: whole }, ["username"])),
    }),
    truth: {
      title: "Which rope for mooring?",
      posts: [
        { username: "keel", date: "2024-02-01T09:12:00.000Z", body: "My old rope is worn. What do you use?", likes: 3 },
        { username: "ana_b", date: "2024-02-01T10:40:00.000Z", body: "Nylon, because it stretches.", likes: 12 },
        { username: "skipper", date: "2024-02-02T06:05:00.000Z", body: "I agree with nylon, 14 mm for eight metres.", likes: 7 },
      ],
    },
  },
  {
    id: "kept-nested-menu",
    html: `<nav class="toc"><ul><li><a href="/start">Getting started</a><ul><li><a href="/start/install">Install</a></li><li><a href="/start/first">First steps</a></li></ul></li><li><a href="/guide">Guide</a><ul><li><a href="/guide/pages">Pages</a></li><li><a href="/guide/data">Data</a></li><li><a href="/guide/tests">Tests</a></li></ul></li></ul></nav><main><h1>Handbook</h1><p>Choose a chapter.</p></main>`,
    schema: object({ chapters: list(object({ title: text, url: text, sections: list(object({ title: text, url: text })) }, ["title", "sections"])) }),
    instruction: "the chapters of the menu with their sections",
    truth: {
      chapters: [
        {
          title: "Getting started",
          url: "$BASE/start",
          sections: [
            { title: "Install", url: "$BASE/start/install" },
            { title: "First steps", url: "$BASE/start/first" },
          ],
        },
        {
          title: "Guide",
          url: "$BASE/guide",
          sections: [
            { title: "Pages", url: "$BASE/guide/pages" },
            { title: "Data", url: "$BASE/guide/data" },
            { title: "Tests", url: "$BASE/guide/tests" },
          ],
        },
      ],
    },
  },
  {
    id: "kept-directory",
    html: `<h1>Staff</h1><div class="grid">${[
      ["Dr. Ada Nwosu", "Head of research", "ada@lab.test", "+44 20 7946 0001"],
      ["Tom Berg", "Engineer", "tom@lab.test", "+44 20 7946 0002"],
      ["Li Wei", "Engineer", "li@lab.test", ""],
    ]
      .map(
        ([name, role, mail, phone]) =>
          `<div class="person"><img src="/face.png" alt="${name}"><h3>${name}</h3><p class="role">${role}</p><a href="mailto:${mail}">${mail}</a>${phone ? `<a href="tel:${String(phone).replaceAll(" ", "")}">${phone}</a>` : ""}</div>`,
      )
      .join("")}</div>`,
    schema: object({ people: list(object({ name: text, role: text, email: { type: "string", format: "email" }, phone: text }, ["name"])) }),
    truth: {
      people: [
        { name: "Dr. Ada Nwosu", role: "Head of research", email: "ada@lab.test", phone: "+44 20 7946 0001" },
        { name: "Tom Berg", role: "Engineer", email: "tom@lab.test", phone: "+44 20 7946 0002" },
        { name: "Li Wei", role: "Engineer", email: "li@lab.test" },
      ],
    },
  },
  {
    id: "kept-spanish-events",
    html: `<html lang="es"><h1>Agenda</h1><ul class="eventos">${[
      ["Concierto de guitarra", "12 de marzo de 2024", "Teatro Real", "25,50 €"],
      ["Feria del libro", "3 de abril de 2024", "Plaza Mayor", "Gratis"],
      ["Cine al aire libre", "21 de junio de 2024", "Parque Sur", "8,00 €"],
    ]
      .map(
        ([title, date, place, price]) =>
          `<li class="evento"><h2>${title}</h2><p><b>Fecha:</b> ${date}</p><p><b>Lugar:</b> ${place}</p><p><b>Precio:</b> ${price}</p></li>`,
      )
      .join("")}</ul>`,
    schema: object({ eventos: list(object({ titulo: text, fecha: day, lugar: text, precio: number }, ["fecha"])) }),
    truth: {
      eventos: [
        { titulo: "Concierto de guitarra", fecha: "2024-03-12", lugar: "Teatro Real", precio: 25.5 },
        { titulo: "Feria del libro", fecha: "2024-04-03", lugar: "Plaza Mayor" },
        { titulo: "Cine al aire libre", fecha: "2024-06-21", lugar: "Parque Sur", precio: 8 },
      ],
    },
  },
  {
    id: "kept-dashboard",
    html: `<h1>Overview</h1><div class="kpis"><div class="kpi"><span class="kpi-label">Visitors</span><span class="kpi-value">12.4k</span><span class="kpi-delta">+4.2%</span></div><div class="kpi"><span class="kpi-label">Revenue</span><span class="kpi-value">$1.2M</span><span class="kpi-delta">-0.8%</span></div><div class="kpi"><span class="kpi-label">Conversion rate</span><span class="kpi-value">3.1%</span><span class="kpi-delta">+0.1%</span></div></div>`,
    schema: object({ kpis: list(object({ label: text, value: number, delta: number })) }),
    truth: {
      kpis: [
        { label: "Visitors", value: 12400, delta: 4.2 },
        { label: "Revenue", value: 1200000, delta: -0.8 },
        { label: "Conversion rate", value: 3.1, delta: 0.1 },
      ],
    },
  },
  {
    id: "kept-shadow-cards",
    html: `<h1>Plants</h1><plant-list></plant-list><script>customElements.define("plant-list", class extends HTMLElement { connectedCallback() { const root = this.attachShadow({ mode: "open" }); root.innerHTML = ${JSON.stringify(
      [
        ["Monstera", "Low", "$24.00", "yes"],
        ["Aloe", "Very low", "$9.50", "yes"],
        ["Fern", "High", "$14.25", "no"],
      ]
        .map(([name, water, price, ready]) => `<div class="plant"><h4>${name}</h4><p>Water: ${water}</p><p>Price: ${price}</p><p>Available: ${ready}</p></div>`)
        .join(""),
    )} } })</script>`,
    schema: list(object({ name: text, water: text, price: number, available: flag }, ["name"])),
    truth: [
      { name: "Monstera", water: "Low", price: 24, available: true },
      { name: "Aloe", water: "Very low", price: 9.5, available: true },
      { name: "Fern", water: "High", price: 14.25, available: false },
    ],
  },
  {
    id: "kept-videos",
    html: `<h1>Channel</h1><div class="videos">${[
      ["Splicing a rope", "12:04", "1.2M views", "3 Jan 2024"],
      ["Five knots", "8:31", "845K views", "17 Feb 2024"],
      ["Anchoring at night", "21:50", "9,310 views", "30 Mar 2024"],
    ]
      .map(
        ([title, length, views, date], i) =>
          `<div class="video"><a class="thumb" href="/watch/${i}"><img src="/t/${i}.webp" alt=""><span class="duration">${length}</span></a><a class="title" href="/watch/${i}">${title}</a><div class="meta"><span>${views}</span> • <span>${date}</span></div></div>`,
      )
      .join("")}</div>`,
    schema: object({ videos: list(object({ title: text, duration: text, views: whole, date: day, thumbnail: { type: "string", format: "uri" } }, ["title"])) }),
    truth: {
      videos: [
        { title: "Splicing a rope", duration: "12:04", views: 1200000, date: "2024-01-03", thumbnail: "$BASE/t/0.webp" },
        { title: "Five knots", duration: "8:31", views: 845000, date: "2024-02-17", thumbnail: "$BASE/t/1.webp" },
        { title: "Anchoring at night", duration: "21:50", views: 9310, date: "2024-03-30", thumbnail: "$BASE/t/2.webp" },
      ],
    },
  },
  {
    id: "kept-prose-mentions",
    html: `<article><h1>New ferry named</h1><p>By <a href="/a/1" rel="author">Owen Price</a>, published on <time datetime="2024-08-09T12:00:00Z">9 August 2024</time> in <a href="/c/ships">Ships</a></p><p>The ferry will carry 1,200 people and 300 cars.</p><p>It was built for 140 million euros.</p><p>Tags: <a href="/t/ferry">ferry</a>, <a href="/t/harbour">harbour</a></p></article><section class="comments"><h2>2 comments</h2><div class="comment"><b>jo</b><p>Fine ship!</p></div><div class="comment"><b>sam</b><p>Too large.</p></div></section>`,
    schema: object({
      title: text,
      author: text,
      published: { type: "string", format: "date-time" },
      tags: list(text),
      comments: list(object({ author: text, text: text })),
      price: number,
    }),
    truth: {
      title: "New ferry named",
      author: "Owen Price",
      published: "2024-08-09T12:00:00.000Z",
      tags: ["ferry", "harbour"],
      comments: [
        { author: "jo", text: "Fine ship!" },
        { author: "sam", text: "Too large." },
      ],
    },
  },
];
