/** The one door to the engine's types: the rest of the app imports from here. */
export type * from "./generated";

import type { Command, ErrorCode, View } from "./generated";

/** What came of a command; the value depends on the command. */
export type Outcome =
  | { ok: true; value: unknown }
  | { ok: false; error: ErrorCode; retry_after_s: number | null };

/** What the engine asks its shell to do. */
export type Output =
  /** POST the body (application/cbor), with the header `stayhere-auth` if there is one; no cookies. */
  | { type: "request"; id: number; path: string; auth: string | null; body: Uint8Array }
  /** A WebSocket at /v1/stream, binary messages. */
  | { type: "stream_open"; stream: number }
  | { type: "stream_send"; stream: number; bytes: Uint8Array }
  | { type: "stream_close"; stream: number }
  /** The device store: put one slot; wipe all of it. */
  | { type: "store"; slot: string; bytes: Uint8Array }
  | { type: "forget" }
  | { type: "outcome"; id: number; outcome: Outcome }
  | { type: "view"; view: View };

/** Face of the wasm package `client_wasm.js` (wasm-bindgen, target web). */
export interface Engine {
  start(slots: Map<string, Uint8Array>, now: number): void;
  command(id: number, command: Command, now: number): void;
  response(request: number, status: number, body: Uint8Array, now: number): void;
  stream_opened(stream: number, now: number): void;
  stream_message(stream: number, bytes: Uint8Array, now: number): void;
  stream_closed(stream: number, now: number): void;
  tick(now: number): void;
  /** Hands over the judge of own passphrases; without one the engine takes drawn words only. */
  set_judge(judge: JudgePackage["judge"]): void;
  timeout(): number | undefined;
  poll(): Output | undefined;
}

export interface EnginePackage {
  default(options: { module_or_path: string }): Promise<unknown>;
  Engine: new (seed: Uint8Array) => Engine;
}

/** Face of the wasm package `phrase_wasm.js`: says why a phrase is weak, undefined when it is not. */
export interface JudgePackage {
  default(options: { module_or_path: string }): Promise<unknown>;
  judge(phrase: string, name: string): string | undefined;
}

/** What the page tells the worker. */
export type ToWorker =
  | { kind: "start" }
  | { kind: "command"; id: number; command: Command };

/** Why the engine cannot run at all. */
export type Fault = "no_engine" | "crashed";

/** What the worker tells the page. */
export type FromWorker =
  | { kind: "view"; view: View }
  | { kind: "outcome"; id: number; outcome: Outcome }
  /** Another tab of this browser holds the device store; this one keeps nothing. */
  | { kind: "elsewhere" }
  | { kind: "fault"; fault: Fault };
