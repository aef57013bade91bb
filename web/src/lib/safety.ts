/** A code that two people compare, as the engine gives it. */
import type { Outcome } from "./engine/types";

export interface SafetyCode {
  words: string[];
  /** For each word the same as a number below 7776. */
  numbers: number[];
  /** The whole of it, for a picture. */
  code: string;
}

export function codeOf(outcome: Outcome): SafetyCode | null {
  return outcome.ok ? (outcome.value as SafetyCode) : null;
}
