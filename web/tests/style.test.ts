/** Layout must mirror: no left or right anywhere in the styles, and no style attribute in the markup. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const files = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((file) => /\.(svelte|css)$/.test(file) && !file.includes("paraglide"))
  .map((file) => join("src", file));

const physical = /(^|[\s;{])((margin|padding|border)-(left|right)|left|right|float|text-align\s*:\s*(left|right))\s*:/m;

test.each(files)("%s", (file) => {
  const source = readFileSync(file, "utf8");
  const style = file.endsWith(".css") ? source : (/<style>([\s\S]*)<\/style>/.exec(source)?.[1] ?? "");
  expect(style).not.toMatch(physical);
  expect(source).not.toMatch(/<[^>]+\sstyle=/);
});
