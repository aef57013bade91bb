/** Hijri dates stand beside the Gregorian ones for whoever likes that (domain I25). */
import { afterEach, describe, expect, it, vi } from "vitest";
import { prefs } from "$lib/prefs.svelte";
import { askCircleWith, dateText, dayText, withHijri } from "$lib/text";
import { dayIn, whenText } from "$lib/times";

const EVENING = Date.UTC(2026, 10, 27, 21, 30);
const bare = (text: string) => text.replaceAll(/[\u2066-\u2069\u200e\u200f]/g, "");

afterEach(() => {
  prefs.locale = "en";
  prefs.hijri = false;
  prefs.save();
  askCircleWith(() => false);
});

describe("Hijri dates", () => {
  it.each([true, false])("are remembered on this device: %s", async (hijri) => {
    prefs.hijri = hijri;
    prefs.save();
    vi.resetModules();
    const fresh = await import("$lib/prefs.svelte");
    expect(fresh.prefs.hijri).toBe(hijri);
  });

  it("are not there unless somebody wants them", () => {
    expect(dayText(20784)).toBe("27 November");
    expect(bare(whenText(EVENING, "UTC"))).not.toContain("(");
  });

  it.each([
    ["en", "27 November (17 Jumada II)", "27 November 2026 (17 Jumada II 1448 AH)"],
    ["ar", "27 نوفمبر (17 جمادى الآخرة)", "27 نوفمبر 2026 (17 جمادى الآخرة 1448 هـ)"],
  ] as const)("stand beside days and dates in %s", (locale, day, date) => {
    prefs.locale = locale;
    prefs.hijri = true;
    expect(bare(dayText(20784))).toBe(day);
    expect(bare(dateText("2026-11-27"))).toBe(date);
  });

  it("are there for whoever is in a circle that agreed on them", () => {
    let open = true;
    askCircleWith(() => open);
    expect(bare(dayText(20784))).toBe("27 November (17 Jumada II)");
    open = false;
    expect(dayText(20784)).toBe("27 November");
  });

  it("are those of the zone that the clock is of", () => {
    prefs.hijri = true;
    expect(bare(dayIn(EVENING, "UTC"))).toContain("(17 Jumada II)");
    expect(bare(dayIn(EVENING, "Asia/Riyadh"))).toContain("(18 Jumada II)");
  });

  it("agree with the table of Umm al-Qura at the beginnings of months and years", () => {
    prefs.hijri = true;
    const table = { "2026-06-16": "1 Muharram 1448 AH", "2026-02-18": "1 Ramadan 1447 AH", "2025-06-26": "1 Muharram 1447 AH" };
    for (const [date, hijri] of Object.entries(table)) {
      const text = withHijri("", new Date(date), { day: "numeric", month: "long", year: "numeric" });
      expect(bare(text).trim()).toBe(`(${hijri})`);
    }
  });
});
