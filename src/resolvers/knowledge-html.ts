import MarkdownIt from "markdown-it";
import sanitize from "sanitize-html";

/** Markdown (CommonMark with tables and strikethrough) to HTML. Tags in the text are text; addresses are links without being marked as such. */
const markdown = new MarkdownIt({ html: false, linkify: true, typographer: false });
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
// A picture would tell its host who reads the page, and nobody here answers for it: its words stand for it.
markdown.renderer.rules.image = (tokens, index, options, environment, self) =>
  markdown.utils.escapeHtml(self.renderInlineAsText(tokens[index]?.children ?? [], options, environment));

const TAGS = ["p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code"];
const INLINE_TAGS = ["em", "strong", "s", "a", "table", "thead", "tbody", "tr", "th", "td"];
const LINK_WORDS = "nofollow noopener";

/**
 * The same text as HTML that may stand in any page: headings, lists, quotes, code, emphasis, tables and links to http, https and mailto
 * addresses, each with rel="nofollow noopener". No other tag or attribute, no picture, no script, no style, and every address whole: one
 * that means another place of the page that shows it, or that hides a name before the host, loses its link and keeps its words.
 *
 * Two things see to it, each alone enough: the first writes no tag of the author's, the second lets none through but those listed.
 */
export function knowledgeHtml(text: string): string {
  return sanitize(markdown.render(text), {
    allowedTags: [...TAGS, ...INLINE_TAGS],
    allowedAttributes: { a: ["href", "rel"], ol: ["start"] },
    allowedSchemes: ["http", "https", "mailto"],
    allowProtocolRelative: false,
    parseStyleAttributes: false,
    transformTags: {
      a: (tagName, { href }) => ({
        tagName,
        attribs: href !== undefined && isWholeAddress(href) ? { href, rel: LINK_WORDS } : {},
      }),
    },
  });
}

/** http, https or mailto, nothing that a browser would mend, and nothing hidden: "https://gov.uk@example.org" is an address of example.org. */
function isWholeAddress(href: string): boolean {
  if (!/^(?:https?:\/\/|mailto:)/i.test(href) || !URL.canParse(href)) return false;
  const { username, password } = new URL(href);
  return username === "" && password === "";
}
