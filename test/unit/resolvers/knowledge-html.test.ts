import { Parser } from "htmlparser2";
import { knowledgeHtml } from "../../../src/resolvers/knowledge-html";

const ALLOWED = new Set(
  "p br hr h1 h2 h3 h4 h5 h6 ul ol li blockquote pre code em strong s a table thead tbody tr th td".split(" "),
);

/** What a browser would make of it: every tag with its attributes, read by a parser that is not the one under test's. */
function elements(html: string): { name: string; attributes: Record<string, string> }[] {
  const found: { name: string; attributes: Record<string, string> }[] = [];
  const parser = new Parser({ onopentag: (name, attributes) => found.push({ name, attributes }) });
  parser.end(html);
  return found;
}

/** Everything that is not a listed tag with its listed attributes, or a link elsewhere than to http, https or mailto. */
function dangers(html: string): string[] {
  return elements(html).flatMap(({ name, attributes }) => {
    if (!ALLOWED.has(name)) return [`<${name}>`];
    return Object.entries(attributes).flatMap(([attribute, value]) => {
      if (name === "ol" && attribute === "start" && /^\d+$/.test(value)) return [];
      if (name === "a" && attribute === "rel" && value === "nofollow noopener") return [];
      if (name === "a" && attribute === "href" && /^(?:https?:\/\/[^@\s]+|mailto:\S+)$/.test(value)) return [];
      return [`<${name} ${attribute}="${value}">`];
    });
  });
}

/** Written for this test after the OWASP filter evasion cheat sheet and the classes of markdown holes that libraries have had. */
const ATTACKS = [
  "<script>alert(1)</script>",
  "<SCRIPT SRC=https://evil.example/x.js></SCRIPT>",
  "<scr<script>ipt>alert(1)</scr</script>ipt>",
  "<img src=x onerror=alert(1)>",
  '<img """><script>alert(1)</script>">',
  "<svg/onload=alert(1)>",
  "<svg><script>alert&#40;1&#41;</script></svg>",
  "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
  "<iframe src=javascript:alert(1)></iframe>",
  '<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;"></iframe>',
  "<object data=javascript:alert(1)>",
  "<embed src=data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==>",
  "<base href=javascript:alert(1)//>",
  "<link rel=stylesheet href=javascript:alert(1)>",
  '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
  "<style>@import'https://evil.example/x.css';</style>",
  '<div style="background:url(javascript:alert(1))">x</div>',
  "<form action=javascript:alert(1)><input type=submit></form>",
  "<details open ontoggle=alert(1)>",
  "<body onload=alert(1)>",
  "<a href=javascript:alert(1)>x</a>",
  "<!--<img src=x onerror=alert(1)>-->",
  "<![CDATA[<script>alert(1)</script>]]>",
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  "<template><script>alert(1)</script></template>",
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x]( javascript:alert(1))",
  "[x](java\tscript:alert(1))",
  "[x](javascript&colon;alert(1))",
  "[x](&#106;avascript:alert(1))",
  "[x](&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1))",
  "[x](<javascript:alert(1)>)",
  "[x](\u0001javascript:alert(1))",
  "[x](vbscript:msgbox(1))",
  "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
  "[x](data:image/svg+xml;base64,PHN2Zy8+)",
  "[x](file:///etc/passwd)",
  "[x](blob:https://evil.example/1)",
  "[x](//evil.example)",
  "[x](/graphql?query={x})",
  "[x](#top)",
  "[x](https:evil)",
  "[x](https://gov.uk@evil.example/)",
  "[x](https://gov.uk:secret@evil.example/)",
  '[x](https://a.example "onmouseover=alert(1)")',
  '[x](https://a.example" onmouseover="alert(1))',
  "[x](https://a.example'onclick='alert(1))",
  "[x]: javascript:alert(1)\n\n[x]",
  "<javascript:alert(1)>",
  '<https://a.example/"onmouseover=alert(1)>',
  "![x](https://evil.example/pixel.gif)",
  "![x](javascript:alert(1))",
  '![" onerror="alert(1)](x)',
  "![<img src=x onerror=alert(1)>](https://a.example)",
  "[![x](javascript:alert(1))](javascript:alert(1))",
  "`<script>alert(1)</script>`",
  '```html onload=alert(1)"><script>alert(1)</script>\n<script>alert(1)</script>\n```',
  '```"><img src=x onerror=alert(1)>\nx\n```',
  "| a |\n|:-:|\n| <script>alert(1)</script> |",
  "99999999999. x",
  "https://a.example/<script>alert(1)</script>",
  "https://a.example/'onmouseover='alert(1)",
  "&lt;script&gt;alert(1)&lt;/script&gt;",
  "&#60;script&#62;alert(1)&#60;/script&#62;",
  "\u202Egpj.exe\u202C [x](https://a.example/\u202E)",
  "<x\u0000script>alert(1)</x\u0000script>",
];

test.each(ATTACKS)("nothing but plain tags and whole links comes out of %j", (attack) => {
  for (const text of [
    attack,
    `Before ${attack} after`,
    `> - ${attack}`,
    `# ${attack}`,
    `**${attack}**`,
    `a\n\n${attack}\n\nb`,
  ])
    expect(dangers(knowledgeHtml(text))).toEqual([]);
});

test("the check finds what it looks for", () => {
  expect(dangers("<p onclick=x><script>1</script><a href='javascript:x'>y</a><a href='https://a@b'>z</a></p>")).toEqual(
    ['<p onclick="x">', "<script>", '<a href="javascript:x">', '<a href="https://a@b">'],
  );
});

test("what councils write comes out as they mean it", () => {
  const text = [
    "## What we did",
    "",
    'Breakfast clubs in *eight* schools, **every day**: see https://example.gov.uk/clubs?a=1&b=2 and [the report](https://example.gov.uk/r.pdf "PDF").',
    "Write to [us](mailto:schools@example.gov.uk). 3 < 4 & ŵ.",
    "",
    "3. first",
    "4. second",
    "",
    "| Year | Absence |",
    "|---|--:|",
    "| 2024 | 20% |",
    "",
    "![A chart of absence](https://example.gov.uk/chart.png)",
  ].join("\n");
  expect(knowledgeHtml(text)).toBe(
    `<h2>What we did</h2>
<p>Breakfast clubs in <em>eight</em> schools, <strong>every day</strong>: see <a href="https://example.gov.uk/clubs?a=1&amp;b=2" rel="nofollow noopener">https://example.gov.uk/clubs?a=1&amp;b=2</a> and <a href="https://example.gov.uk/r.pdf" rel="nofollow noopener">the report</a>.
Write to <a href="mailto:schools@example.gov.uk" rel="nofollow noopener">us</a>. 3 &lt; 4 &amp; ŵ.</p>
<ol start="3">
<li>first</li>
<li>second</li>
</ol>
<table>
<thead>
<tr>
<th>Year</th>
<th>Absence</th>
</tr>
</thead>
<tbody>
<tr>
<td>2024</td>
<td>20%</td>
</tr>
</tbody>
</table>
<p>A chart of absence</p>
`,
  );
  expect(knowledgeHtml("")).toBe("");
  expect(knowledgeHtml("gov.uk and a@b.example are words")).toBe("<p>gov.uk and a@b.example are words</p>\n");
});

test.each(["[", ">", "*", "_ a", "`", "![", "<", "- ", "[a](", "|", "**a ", "a**", "&", "https://", "~"])(
  "a long run of %j is rendered, and is harmless",
  (part) => {
    const text = part.repeat(Math.floor(50_000 / part.length));
    expect(dangers(knowledgeHtml(text))).toEqual([]);
  },
);
