/** An export as a page that can be read without this app: one file, no script, nothing fetched. */
import { m } from "$lib/paraglide/messages";
import { prefs } from "$lib/prefs.svelte";
import { dateText, say } from "$lib/text";
import type { Export, ExportedCircle, ExportedShare, ExportedSheet } from "$lib/engine/types";

const STYLE =
  "body{font:1.1rem/1.6 system-ui,sans-serif;max-inline-size:40rem;margin:2rem auto;padding-inline:1rem;color-scheme:light dark}" +
  "blockquote{margin-inline:0;padding-inline-start:1rem;border-inline-start:.2rem solid;white-space:pre-wrap}";

export function exportPage(words: Export): string {
  const direction = prefs.locale === "ar" ? "rtl" : "ltr";
  return `<!doctype html>
<html lang="${prefs.locale}" dir="${direction}">
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(m.export_page_title())}</title>
<style>${STYLE}</style>
<h1>${escape(m.export_page_title())}</h1>
<p>${escape(m.export_page_made({ date: dateText(words.made) }))}</p>
${[...words.circles.map(circle), ...sheets(words)].join("\n")}
</html>
`;
}

function circle(one: ExportedCircle): string {
  const title = one.complete ? one.name : m.export_page_closed_circle();
  const parts = [`<h2 dir="auto">${escape(title)}</h2>`, `<p>${escape(m.export_page_my_name())} <bdi>${escape(one.my_name)}</bdi></p>`];
  if (one.complete) {
    parts.push(heading(m.join_bond_title()), quote(say(one.bond)), heading(m.export_page_pledge()), quote(say(one.pledge)));
  }
  if (one.shares.length > 0) parts.push(heading(m.export_page_shares()), ...one.shares.map(share));
  if (one.lines.length > 0) parts.push(heading(m.export_page_lines()), ...one.lines.map(quote));
  return parts.join("\n");
}

function share({ written, text, note }: ExportedShare): string {
  const when = written === null ? m.export_page_not_sent() : dateText(written);
  const about = note === null ? "" : ` · <bdi>${escape(note)}</bdi>`;
  return `<p><strong>${escape(when)}</strong>${about}</p>\n${quote(text)}`;
}

function sheets({ sheets }: Export): string[] {
  if (sheets.length === 0) return [];
  const one = ({ created, title, text }: ExportedSheet) =>
    `<h3 dir="auto">${escape(title)}</h3>\n<p>${escape(dateText(created))}</p>\n${quote(text)}`;
  return [`<h2>${escape(m.export_page_sheets())}</h2>`, ...sheets.map(one)];
}

const heading = (text: string) => `<h3>${escape(text)}</h3>`;
const quote = (text: string) => `<blockquote dir="auto">${escape(text)}</blockquote>`;

/** Text as HTML: nothing in it is markup (HTML standard, section 13.3). */
function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
