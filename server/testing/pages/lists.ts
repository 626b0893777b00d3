import { day, flag, list, number, object, type PageCase, text, whole } from "./page-case.ts";

/** Pages of things that repeat: tables, cards, items, rows. */
export const LISTS: readonly PageCase[] = [
  {
    name: "a table whose last row is a sum",
    html: `<h1>Invoices</h1><table><thead><tr><th>Invoice #<th>Customer<th>Due date<th>Amount<th>Status</thead><tbody>
    <tr><td>INV-001<td>Acme<td>2024-05-01<td>$1,200.00<td>Paid</tr><tr><td>INV-002<td>Globex<td>May 12, 2024<td>$80.50<td>Open</tr></tbody><tfoot><tr><td colspan=3>Total<td>$1,280.50<td></tr></tfoot></table>`,
    schema: object({
      invoices: list(
        object({ invoiceNumber: text, customer: text, dueDate: day, amount: number, status: { enum: ["paid", "open", "overdue"] } }, [
          "invoiceNumber",
          "amount",
          "dueDate",
        ]),
      ),
    }),
    data: {
      invoices: [
        { invoiceNumber: "INV-001", customer: "Acme", dueDate: "2024-05-01", amount: 1200, status: "paid" },
        { invoiceNumber: "INV-002", customer: "Globex", dueDate: "2024-05-12", amount: 80.5, status: "open" },
      ],
    },
  },
  {
    name: "product cards with old prices, ratings and stock, some left out",
    html: `<nav><a href=/>Home</a><a href=/about>About</a><a href=/cart>Cart (3)</a></nav><h1>Shop</h1><div class=grid>
    ${[
      ["Kettle", "50.00", "40.00", "4.5", "12", "In stock"],
      ["Toaster", "", "1,039.00", "3.9", "1,204", "Out of stock"],
      ["Lamp", "20.00", "15.99", "", "", "In stock"],
    ]
      .map(
        ([t, o, p, r, c, st]) =>
          `<div class="card"><img src="/${t}.png" alt="${t}"><h3><a href="/p/${t}">${t}</a></h3>${o ? `<del class="price-old">$${o}</del>` : ""} <span class="price">$${p}</span>${r ? `<div class=rating aria-label="${r} out of 5 stars"></div><span class="reviews">(${c} reviews)</span>` : ""}<span class="availability">${st}</span><button>Add to cart</button></div>`,
      )
      .join("")}</div>`,
    schema: object({
      products: list(
        object({ name: text, price: number, originalPrice: number, rating: number, reviewCount: whole, inStock: flag, url: text, image: text }, [
          "name",
          "price",
        ]),
      ),
    }),
    data: {
      products: [
        { name: "Kettle", price: 40, originalPrice: 50, rating: 4.5, reviewCount: 12, inStock: true, url: "$BASE/p/Kettle", image: "$BASE/Kettle.png" },
        { name: "Toaster", price: 1039, rating: 3.9, reviewCount: 1204, inStock: false, url: "$BASE/p/Toaster", image: "$BASE/Toaster.png" },
        { name: "Lamp", price: 15.99, originalPrice: 20, inStock: true, url: "$BASE/p/Lamp", image: "$BASE/Lamp.png" },
      ],
    },
  },
  {
    name: "cards whose classes say nothing",
    html: `<main><div class="flex p-4"><h2 class="text-lg font-bold">Basic</h2><p class="text-gray-500">For one person at home</p><span class="text-xl">$5<span class="text-sm">/month</span></span></div><div class="flex p-4"><h2 class="text-lg font-bold">Pro</h2><p class="text-gray-500">For small teams</p><span class="text-xl">$19<span class="text-sm">/month</span></span></div></main>`,
    schema: object({ plans: list(object({ name: text, description: text, price: number })) }),
    instruction: "the pricing plans",
    data: {
      plans: [
        { name: "Basic", description: "For one person at home", price: 5 },
        { name: "Pro", description: "For small teams", price: 19 },
      ],
    },
  },
  {
    name: "records with lists inside",
    html: `<div class=quote><span class=text>“Be yourself.”</span><span>by <small class=author>Oscar Wilde</small> <a href=/a/ow>(about)</a></span><div class=tags>Tags: <a class=tag href=/t/self>self</a> <a class=tag href=/t/life>life</a></div></div><div class=quote><span class=text>“So it goes.”</span><span>by <small class=author>Kurt Vonnegut</small> <a href=/a/kv>(about)</a></span><div class=tags>Tags: <a class=tag href=/t/war>war</a></div></div>`,
    schema: list(object({ text: text, author: text, tags: list(text) }, ["text", "author", "tags"])),
    data: [
      { text: "“Be yourself.”", author: "Oscar Wilde", tags: ["self", "life"] },
      { text: "“So it goes.”", author: "Kurt Vonnegut", tags: ["war"] },
    ],
  },
  {
    name: "titles cut short, with the whole in an attribute",
    html: `<ol class=row><li class=col><article class=product_pod><div class=image_container><a href=a.html><img src=a.jpg alt="A Light in the Attic"></a></div><p class="star-rating Three"></p><h3><a href=a.html title="A Light in the Attic">A Light in the ...</a></h3><div class=product_price><p class=price_color>£51.77</p><p class="instock availability">In stock</p></div></article></li><li class=col><article class=product_pod><div class=image_container><a href=b.html><img src=b.jpg alt="Tipping the Velvet"></a></div><p class="star-rating One"></p><h3><a href=b.html title="Tipping the Velvet">Tipping the Velvet</a></h3><div class=product_price><p class=price_color>£53.74</p><p class="instock availability">In stock</p></div></article></li></ol>`,
    schema: object({ books: list(object({ title: text, price: number, availability: text })) }),
    data: {
      books: [
        { title: "A Light in the Attic", price: 51.77, availability: "In stock" },
        { title: "Tipping the Velvet", price: 53.74, availability: "In stock" },
      ],
    },
  },
  {
    name: "an article with its author, date and tags",
    html: `<header><a href=/>The Daily</a></header><article><h1>Tides rise</h1><p class=byline>By <a rel=author href=/j>Jane Roe</a> on <time datetime="2024-03-05T08:00:00Z">5 March 2024</time></p><p>The tides rose today, and nobody knew why.</p><p>More follows.</p><ul class=tags><li><a>sea</a><li><a>weather</a></ul></article><aside><h2>Related</h2><ul><li><a href=/x>Other story</a><li><a href=/y>Third story</a></ul></aside>`,
    schema: object({ title: text, author: text, publishedDate: day, tags: list(text), wordCount: whole }),
    data: { title: "Tides rise", author: "Jane Roe", publishedDate: "2024-03-05", tags: ["sea", "weather"] },
    missing: ["wordCount"],
  },
  {
    name: "a table made of other elements",
    html: `<div class=t><div class=head><div>Host</div><div>Region</div><div>CPU</div></div><div class=r><div>alpha</div><div>eu-1</div><div>12%</div></div><div class=r><div>beta</div><div>us-2</div><div>90.5%</div></div></div>`,
    schema: list(object({ host: text, region: text, cpu: number })),
    data: [
      { host: "alpha", region: "eu-1", cpu: 12 },
      { host: "beta", region: "us-2", cpu: 90.5 },
    ],
  },
  {
    name: "records without an element of their own",
    html: `<h1>Events</h1><h3>Concert</h3><p>Date: 2024-07-01</p><p>Place: Hall A</p><h3>Play</h3><p>Date: 2024-08-02</p><p>Place: Hall B</p>`,
    schema: object({ events: list(object({ title: text, date: day, place: text }, ["title", "date"])) }),
    data: {
      events: [
        { title: "Concert", date: "2024-07-01", place: "Hall A" },
        { title: "Play", date: "2024-08-02", place: "Hall B" },
      ],
    },
  },
  {
    name: "records of two table rows",
    html: `<table><tr class=athing><td class=rank>1.</td><td class=title><a href="https://a.example/x">First story</a></td></tr><tr><td></td><td class=subtext><span class=score>120 points</span> by <a class=hnuser href=/u/bob>bob</a> <a href=/i/1>34 comments</a></td></tr><tr class=spacer></tr><tr class=athing><td class=rank>2.</td><td class=title><a href="https://b.example/y">Second story</a></td></tr><tr><td></td><td class=subtext><span class=score>7 points</span> by <a class=hnuser href=/u/eve>eve</a> <a href=/i/2>1 comment</a></td></tr></table>`,
    schema: object({ stories: list(object({ title: text, url: text, points: whole, author: text, comments: whole }, ["title"])) }),
    data: {
      stories: [
        { title: "First story", url: "https://a.example/x", points: 120, author: "bob", comments: 34 },
        { title: "Second story", url: "https://b.example/y", points: 7, author: "eve", comments: 1 },
      ],
    },
  },
  {
    name: "job offers: dates for machines, kinds by enum, addresses",
    html: `<ul class=jobs><li><a href=/j/1><h2>Backend Engineer</h2></a><div class=company>Initech</div><div class=location>Berlin, DE</div><div>€70,000 – €90,000</div><time datetime=2024-02-01>2 days ago</time><span class=badge>Full-time</span></li><li><a href=/j/2><h2>Designer</h2></a><div class=company>Hooli</div><div class=location>Remote</div><time datetime=2024-02-03>today</time><span class=badge>Contract</span></li></ul>`,
    schema: list(
      object(
        {
          title: text,
          company: text,
          location: text,
          postedAt: day,
          type: { type: "string", enum: ["full-time", "part-time", "contract"] },
          url: { type: "string", format: "uri" },
        },
        ["title", "company"],
      ),
    ),
    data: [
      { title: "Backend Engineer", company: "Initech", location: "Berlin, DE", postedAt: "2024-02-01", type: "full-time", url: "$BASE/j/1" },
      { title: "Designer", company: "Hooli", location: "Remote", postedAt: "2024-02-03", type: "contract", url: "$BASE/j/2" },
    ],
  },
  {
    name: "an invoice: labels, a table, sums under it",
    html: `<h1>Invoice 2024-17</h1><div><b>Invoice number:</b> 2024-17</div><div><b>Date:</b> March 3, 2024</div><div><b>Bill to:</b> Jo Doe</div><table><tr><th>Description<th>Qty<th>Unit price<th>Total</tr><tr><td>Paper<td>3<td>$2.00<td>$6.00</tr><tr><td>Ink<td>1<td>$30.00<td>$30.00</tr></table><p>Subtotal: $36.00</p><p>Tax (10%): $3.60</p><p><strong>Total</strong> $39.60</p>`,
    schema: object({
      invoiceNumber: text,
      date: day,
      billTo: text,
      lineItems: list(object({ description: text, quantity: whole, unitPrice: number, total: number })),
      subtotal: number,
      tax: number,
      total: number,
    }),
    data: {
      invoiceNumber: "2024-17",
      date: "2024-03-03",
      billTo: "Jo Doe",
      lineItems: [
        { description: "Paper", quantity: 3, unitPrice: 2, total: 6 },
        { description: "Ink", quantity: 1, unitPrice: 30, total: 30 },
      ],
      subtotal: 36,
      tax: 3.6,
      total: 39.6,
    },
  },
  {
    name: "lines of a name and a price",
    html: `<h1>Menu</h1><ul><li>Espresso — $3.00</li><li>Flat white — $4.50</li><li>Tea — $2.75</li></ul>`,
    schema: object({ items: list(object({ name: text, price: number })) }),
    data: {
      items: [
        { name: "Espresso", price: 3 },
        { name: "Flat white", price: 4.5 },
        { name: "Tea", price: 2.75 },
      ],
    },
  },
  {
    name: "questions and answers",
    html: `<h1>FAQ</h1><details open><summary>How much?</summary><p>Ten euros.</p></details><details open><summary>How long?</summary><p>Two days.</p></details>`,
    schema: object({ questions: list(object({ question: text, answer: text })) }),
    data: {
      questions: [
        { question: "How much?", answer: "Ten euros." },
        { question: "How long?", answer: "Two days." },
      ],
    },
  },
  {
    name: "a table with a column for each thing",
    html: `<table><tr><th>Plan<th>Free<th>Team</tr><tr><th>Price<td>$0<td>$12</tr><tr><th>Seats<td>1<td>25</tr><tr><th>Support<td>No<td>Yes</tr></table>`,
    schema: object({ plans: list(object({ plan: text, price: number, seats: whole, support: flag })) }),
    data: {
      plans: [
        { plan: "Free", price: 0, seats: 1, support: false },
        { plan: "Team", price: 12, seats: 25, support: true },
      ],
    },
  },
  {
    name: "comments with moments",
    html: `<h2>3 comments</h2><div class=comment><div class=meta><strong class=author>ann</strong> <time datetime="2024-01-02T10:00:00Z">Jan 2, 2024</time></div><p>First!</p></div><div class=comment><div class=meta><strong class=author>bo</strong> <time datetime="2024-01-03T11:30:00Z">Jan 3, 2024</time></div><p>I do not agree with this at all.</p></div>`,
    schema: object({ comments: list(object({ author: text, text: text, date: { type: "string", format: "date-time" } })) }),
    data: {
      comments: [
        { author: "ann", text: "First!", date: "2024-01-02T10:00:00.000Z" },
        { author: "bo", text: "I do not agree with this at all.", date: "2024-01-03T11:30:00.000Z" },
      ],
    },
  },
  {
    name: "lists of single values under their headings",
    html: `<nav><a href=/>Home</a><a href=/a>About</a></nav><h2>Ingredients</h2><ul><li>2 eggs</li><li>100 g flour</li><li>Salt</li></ul><h2>Steps</h2><ol><li>Mix.</li><li>Bake.</li></ol>`,
    schema: object({ ingredients: list(text), steps: list(text) }),
    data: { ingredients: ["2 eggs", "100 g flour", "Salt"], steps: ["Mix.", "Bake."] },
  },
  {
    name: "null where the schema allows it",
    html: `<table><tr><th>Name<th>Phone</tr><tr><td>Ann<td>555-1234</tr><tr><td>Bo<td></tr></table>`,
    schema: list(object({ name: text, phone: { anyOf: [text, { type: "null" }] } }, ["name", "phone"])),
    data: [
      { name: "Ann", phone: "555-1234" },
      { name: "Bo", phone: null },
    ],
  },
  {
    name: "two tables by what stands over them",
    html: `<h2>Staff</h2><table><tr><th>Name<th>Role</tr><tr><td>Ann<td>Lead</tr></table><h2>Visitors</h2><table><tr><th>Name<th>Role</tr><tr><td>Zed<td>Guest</tr><tr><td>Yan<td>Guest</tr></table>`,
    schema: object({ staff: list(object({ name: text, role: text })), visitors: list(object({ name: text })) }),
    data: { staff: [{ name: "Ann", role: "Lead" }], visitors: [{ name: "Zed" }, { name: "Yan" }] },
  },
  {
    name: "links and prices without classes",
    html: `<div><div><a href=/1>Red hat</a><div>$10.00</div></div><div><a href=/2>Blue hat</a><div>$12.00</div></div><div><a href=/3>Green hat</a><div>$9.00</div></div></div>`,
    schema: list(object({ product: text, cost: number, link: text })),
    data: [
      { product: "Red hat", cost: 10, link: "$BASE/1" },
      { product: "Blue hat", cost: 12, link: "$BASE/2" },
      { product: "Green hat", cost: 9, link: "$BASE/3" },
    ],
  },
  {
    name: "repositories, one without a description",
    html: `<main><h1>Repositories</h1><ul><li><h3><a href=/o/alpha>alpha</a> <span class="Label">Public</span></h3><p>Fast thing</p><div><span>TypeScript</span><a href=/o/alpha/stars>1.2k</a><span>Updated <relative-time datetime="2024-05-01T00:00:00Z">2 days ago</relative-time></span></div></li><li><h3><a href=/o/beta>beta</a> <span class="Label">Private</span></h3><div><span>Go</span><a href=/o/beta/stars>87</a><span>Updated <relative-time datetime="2024-04-01T00:00:00Z">last month</relative-time></span></div></li></ul></main>`,
    schema: object({
      repositories: list(object({ name: text, url: text, description: text, updated: { type: "string", format: "date-time" } }, ["name", "url"])),
    }),
    data: {
      repositories: [
        { name: "alpha", url: "$BASE/o/alpha", description: "Fast thing", updated: "2024-05-01T00:00:00.000Z" },
        { name: "beta", url: "$BASE/o/beta", updated: "2024-04-01T00:00:00.000Z" },
      ],
    },
  },
  {
    name: "lists inside lists, one of a single item",
    html: `<h1>Board</h1><div class=column><h2>To do</h2><div class=card><div class=title>Write docs</div><div class=assignee>ann</div></div><div class=card><div class=title>Fix bug</div><div class=assignee>bo</div></div></div><div class=column><h2>Done</h2><div class=card><div class=title>Ship</div><div class=assignee>cy</div></div></div>`,
    schema: object({ columns: list(object({ name: text, cards: list(object({ title: text, assignee: text })) }, ["name", "cards"])) }),
    data: {
      columns: [
        {
          name: "To do",
          cards: [
            { title: "Write docs", assignee: "ann" },
            { title: "Fix bug", assignee: "bo" },
          ],
        },
        { name: "Done", cards: [{ title: "Ship", assignee: "cy" }] },
      ],
    },
  },
  {
    name: "a table of users with controls in it",
    html: `<table><thead><tr><th><input type=checkbox><th>User<th>E-mail<th>Admin<th>Last login<th></thead><tbody><tr><td><input type=checkbox><td><a href=/u/1><img src=/a.png alt="">Ann Lee</a><td>ann@x.test<td>Yes<td>2024-05-01 10:30<td><button>Edit</button></tr><tr><td><input type=checkbox><td><a href=/u/2><img src=/b.png alt="">Bo Chen</a><td>bo@x.test<td>No<td>Never<td><button>Edit</button></tr></tbody></table>`,
    schema: list(object({ name: text, email: text, isAdmin: flag, lastLogin: { type: "string", format: "date-time" }, profileUrl: text }, ["name", "email"])),
    data: [
      { name: "Ann Lee", email: "ann@x.test", isAdmin: true, lastLogin: "2024-05-01T10:30:00.000Z", profileUrl: "$BASE/u/1" },
      { name: "Bo Chen", email: "bo@x.test", isAdmin: false, profileUrl: "$BASE/u/2" },
    ],
  },
  {
    name: "an order with its events",
    html: `<h1>Order #A-1001</h1><p>Status: <span class="badge">Shipped</span></p><p>Tracking number: 1Z999</p><ol class=timeline><li><time datetime=2024-01-01>Jan 1</time> Ordered</li><li><time datetime=2024-01-03>Jan 3</time> Shipped</li></ol>`,
    schema: object({
      orderNumber: text,
      status: { type: "string", enum: ["ordered", "shipped", "delivered"] },
      trackingNumber: text,
      events: list(object({ date: day, event: text }, ["date"])),
    }),
    instruction: "order details",
    data: {
      orderNumber: "A-1001",
      status: "shipped",
      trackingNumber: "1Z999",
      events: [
        { date: "2024-01-01", event: "Ordered" },
        { date: "2024-01-03", event: "Shipped" },
      ],
    },
  },
  {
    name: "search results",
    html: `<div id=results><div class=g><a href="https://a.test/"><h3>A thing</h3></a><cite>a.test</cite><div class=snippet>All about A.</div></div><div class=g><a href="https://b.test/"><h3>B thing</h3></a><cite>b.test</cite><div class=snippet>All about B.</div></div></div><div class=pages><a href=?p=2>2</a><a href=?p=3>3</a></div>`,
    schema: object({ results: list(object({ title: text, link: text, snippet: text })) }),
    instruction: "search results",
    data: {
      results: [
        { title: "A thing", link: "https://a.test/", snippet: "All about A." },
        { title: "B thing", link: "https://b.test/", snippet: "All about B." },
      ],
    },
  },
  {
    name: "links of a menu",
    html: `<h1>Docs</h1><nav aria-label="Main"><a href=/a>Start</a><a href=/b>Guide</a></nav><p>Text</p>`,
    schema: object({ links: list(object({ text: text, href: text })) }),
    data: {
      links: [
        { text: "Start", href: "$BASE/a" },
        { text: "Guide", href: "$BASE/b" },
      ],
    },
  },
  {
    name: "a table of one row",
    html: `<table><tr><th>Name<th>Age</tr><tr><td>Ann<td>31</tr></table>`,
    schema: list(object({ name: text, age: whole })),
    data: [{ name: "Ann", age: 31 }],
  },
  {
    name: "cards with times",
    html: `<div class=flight><div class=airline>KLM</div><div class=times><span>08:15</span> – <span>10:05</span></div><div class=price>€129</div><div>Nonstop</div></div><div class=flight><div class=airline>SAS</div><div class=times><span>12:00</span> – <span>15:30</span></div><div class=price>€99</div><div>1 stop</div></div>`,
    schema: list(object({ airline: text, price: number }, ["airline", "price"])),
    data: [
      { airline: "KLM", price: 129 },
      { airline: "SAS", price: 99 },
    ],
  },
  {
    name: "labelled values in cards",
    html: `<div class=country><h3 class=country-name>Andorra</h3><div class=country-info><strong>Capital:</strong> <span class=country-capital>Andorra la Vella</span><br><strong>Population:</strong> <span class=country-population>84000</span><br><strong>Area (km<sup>2</sup>):</strong> <span class=country-area>468.0</span></div></div><div class=country><h3 class=country-name>Chad</h3><div class=country-info><strong>Capital:</strong> <span class=country-capital>N'Djamena</span><br><strong>Population:</strong> <span class=country-population>10543464</span><br><strong>Area (km<sup>2</sup>):</strong> <span class=country-area>1284000.0</span></div></div>`,
    schema: list(object({ name: text, capital: text, population: whole, areaKm2: number })),
    data: [
      { name: "Andorra", capital: "Andorra la Vella", population: 84000, areaKm2: 468 },
      { name: "Chad", capital: "N'Djamena", population: 10543464, areaKm2: 1284000 },
    ],
  },
  {
    name: "nothing required and nothing there",
    html: `<h1>Team</h1><ul><li>Ann</li><li>Bo</li></ul><p>We are 2 people.</p>`,
    schema: object({ company: text, phone: text, revenue: number, products: list(object({ sku: text, price: number })) }),
    data: null,
  },
  {
    name: "mails with classes of state",
    html: `<h1>Inbox (3)</h1><ul class=mails><li class="mail unread"><span class=from>Ann</span><span class=subject>Lunch?</span><span class=date>Mar 3, 2024</span></li><li class=mail><span class=from>Bo</span><span class=subject>Report</span><span class=date>Mar 2, 2024</span></li></ul>`,
    schema: object({ emails: list(object({ from: text, subject: text, date: day })) }),
    data: {
      emails: [
        { from: "Ann", subject: "Lunch?", date: "2024-03-03" },
        { from: "Bo", subject: "Report", date: "2024-03-02" },
      ],
    },
  },
  {
    name: "a film: a year beside the title, several names in one line",
    html: `<h1>Heat <span>(1995)</span></h1><div>Director: <a>Michael Mann</a></div><div>Stars: <a>Al Pacino</a>, <a>Robert De Niro</a>, <a>Val Kilmer</a></div><div class=rating><span>8.3</span>/10</div><div>Runtime: 2h 50m</div>`,
    schema: object({ title: text, year: whole, director: text, stars: list(text), rating: number }),
    data: { title: "Heat", year: 1995, director: "Michael Mann", stars: ["Al Pacino", "Robert De Niro", "Val Kilmer"], rating: 8.3 },
  },
];
