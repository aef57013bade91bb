/** Pictures that another device reads. */
import { encodeQR } from "qr";
import { decodeQR } from "qr/decode.js";

export interface Picture {
  /** Modules along one side, the quiet border included. */
  size: number;
  /** The dark modules as an SVG path. */
  path: string;
}

export function picture(text: string): Picture {
  const rows = encodeQR(text, "raw", { ecc: "medium", border: 4 });
  const path = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return { size: rows.length, path };
}

/** What an image shows, or null where nothing can be read in it. */
export function read(image: { width: number; height: number; data: Uint8ClampedArray }): string | null {
  try {
    return decodeQR(image);
  } catch {
    return null;
  }
}
