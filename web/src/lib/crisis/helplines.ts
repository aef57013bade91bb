/**
 * Emergency numbers and helplines. Each record was read in a stored copy of the named source on the day `checked`;
 * nobody has called the number. Add a record only with a source, and never from memory.
 */
import data from "./helplines.json";

export type Services = "all" | "ambulance" | "police";
export type Hours = "always" | "unconfirmed";
export type For = "everyone" | "child" | "violence" | "addiction";

export interface Emergency {
  countries: string[];
  dial: string;
  services: Services;
  source: string;
  checked: string;
}

export interface Line {
  country: string;
  name: string;
  /** As it is dialled inside the country. */
  dial: string | null;
  /** Number for text messages. */
  text: string | null;
  hours: Hours;
  /** Language tags the source names. */
  languages: string[];
  for: For;
  source: string;
  checked: string;
}

const emergency = data.emergency as Emergency[];
const lines = data.lines as Line[];

/** ISO 3166 codes of all countries with at least one record. */
export const countries: readonly string[] = [
  ...new Set([...emergency.flatMap((record) => record.countries), ...lines.map((line) => line.country)]),
];

export function emergencyIn(country: string): Emergency[] {
  return emergency.filter((record) => record.countries.includes(country));
}

export function linesIn(country: string): Line[] {
  return lines.filter((line) => line.country === country);
}

/** The digits a phone dials, without the spaces that make a number readable. */
export function telLink(dial: string): string {
  return `tel:${dial.replaceAll(/[^\d+]/g, "")}`;
}

export function smsLink(text: string): string {
  return `sms:${text.replaceAll(/[^\d+]/g, "")}`;
}
