import { day, flag, list, number, object, text, whole } from "../../../../server/testing/pages/page-case.ts";
import type { ExtractCase } from "../case.ts";

/** Pages of one thing. */
export const DOCUMENTS: readonly ExtractCase[] = [
  {
    id: "article-body",
    html: `<head><title>Seals return | Coast News</title><meta name="description" content="Seals are back."><meta property="og:image" content="/lead.jpg"></head><header><nav><a href="/">Home</a><a href="/sea">Sea</a></nav></header><main><article><h1>Seals return to the bay</h1><p class="byline">By <span class="author">Ida Storm</span></p><p class="date">Published: 21 May 2024, 09:30</p><p>For the first time in twenty years seals were seen on the sandbank in front of the old mill, the harbour office said on Tuesday.</p><p>They had left when the bridge was built. Now that ships take the northern way, the bank is quiet again, and fish are back too.</p><p>Visitors should keep a distance of a hundred metres, and keep their dogs on a lead.</p></article></main><aside><h2>Most read</h2><ol><li><a href="/1">Storm warning</a><li><a href="/2">New ferry</a></ol></aside><footer>© Coast News</footer>`,
    schema: object({ title: text, author: text, publishedAt: { type: "string", format: "date-time" }, content: text, summary: text, image: text }),
    truth: {
      title: "Seals return to the bay",
      author: "Ida Storm",
      publishedAt: "2024-05-21T09:30:00.000Z",
      content:
        "For the first time in twenty years seals were seen on the sandbank in front of the old mill, the harbour office said on Tuesday. They had left when the bridge was built. Now that ships take the northern way, the bank is quiet again, and fish are back too. Visitors should keep a distance of a hundred metres, and keep their dogs on a lead.",
      summary: "Seals are back.",
      image: "$BASE/lead.jpg",
    },
  },
  {
    id: "json-ld-events",
    html: `<script type="application/ld+json">[{"@type":"Event","name":"Harbour run","startDate":"2024-09-14T10:00:00+02:00","location":{"@type":"Place","name":"Pier 3","address":{"@type":"PostalAddress","addressLocality":"Kiel"}}},{"@type":"Event","name":"Boat market","startDate":"2024-10-05T09:00:00+02:00","location":{"@type":"Place","name":"Old dock","address":{"@type":"PostalAddress","addressLocality":"Lübeck"}}}]</script><h1>Events</h1><p>Loading the calendar…</p>`,
    schema: object({ events: list(object({ name: text, startDate: { type: "string", format: "date-time" }, location: object({ name: text }) }, ["name"])) }),
    truth: {
      events: [
        { name: "Harbour run", startDate: "2024-09-14T08:00:00.000Z", location: { name: "Pier 3" } },
        { name: "Boat market", startDate: "2024-10-05T07:00:00.000Z", location: { name: "Old dock" } },
      ],
    },
  },
  {
    id: "profile",
    html: `<div class="profile"><img class="avatar" src="/me.png" alt=""><h1>Jon Vik <small>he/him</small></h1><p class="bio">Builds small boats and large kites.</p><ul class="stats"><li><b>1,204</b> followers</li><li><b>88</b> following</li><li><b>312</b> posts</li></ul><p>📍 Bergen, Norway</p><p>Joined March 4, 2019</p><p>Website: <a href="https://vik.test/">vik.test</a></p></div>`,
    schema: object({
      name: text,
      bio: text,
      followers: whole,
      following: whole,
      posts: whole,
      joined: day,
      website: { type: "string", format: "uri" },
      avatar: text,
    }),
    truth: {
      name: "Jon Vik",
      bio: "Builds small boats and large kites.",
      followers: 1204,
      following: 88,
      posts: 312,
      joined: "2019-03-04",
      website: "https://vik.test/",
      avatar: "$BASE/me.png",
    },
  },
  {
    id: "checkout-form",
    html: `<h1>Checkout</h1><form><div class="field"><div class="field-label">E-mail address</div><input name="email" value="kim@post.test"></div><div class="field"><div class="field-label">Delivery</div><div role="radiogroup"><div role="radio" aria-checked="false">Pick-up</div><div role="radio" aria-checked="true">Courier</div></div></div><div class="field"><span>Newsletter</span><span role="checkbox" aria-checked="false" aria-label="Newsletter"></span></div><div class="field"><label>Amount<input type="text" value="1.250,00 €"></label></div><div class="field"><label>Countries<select multiple><option selected>Spain<option>France<option selected>Italy</select></label></div></form>`,
    schema: object({ emailAddress: text, delivery: text, newsletter: flag, amount: number, countries: list(text) }),
    truth: { emailAddress: "kim@post.test", delivery: "Courier", newsletter: false, amount: 1250, countries: ["Spain", "Italy"] },
  },
  {
    id: "film-facts",
    html: `<h1>The Long Tide</h1><table class="infobox"><tr><th colspan="2">The Long Tide</th></tr><tr><th>Directed by</th><td>Rosa Lind</td></tr><tr><th>Starring</th><td><ul><li>Ed Marsh</li><li>Yuki Ono</li></ul></td></tr><tr><th>Release date</th><td>12 October 2018 (Norway)</td></tr><tr><th>Running time</th><td>114 minutes</td></tr><tr><th>Budget</th><td>$4.5 million</td></tr></table><p><b>The Long Tide</b> is a film of 2018.</p>`,
    schema: object({ title: text, directedBy: text, starring: list(text), releaseDate: day, runningTime: whole, budget: number }),
    truth: {
      title: "The Long Tide",
      directedBy: "Rosa Lind",
      starring: ["Ed Marsh", "Yuki Ono"],
      releaseDate: "2018-10-12",
      runningTime: 114,
      budget: 4500000,
    },
  },
  {
    id: "invented-nothing",
    html: `<h1>Contact</h1><p>Tide Tools Ltd</p><p>Phone: 020 7946 0123</p><p>Open Monday to Friday.</p><ul><li><a href="/imprint">Imprint</a><li><a href="/privacy">Privacy</a></ul>`,
    schema: object({ phone: text, fax: text, email: { type: "string", format: "email" }, vatId: text, foundedYear: whole, employees: whole }),
    truth: { phone: "020 7946 0123" },
  },
];
