/**
 * The shell round the engine: it carries bytes between the wasm module and fetch, WebSocket, IndexedDB and timers.
 * It knows no rule and no key.
 */
import { openDeviceStore, type DeviceStore } from "./slots";
import type { Engine, EnginePackage, Fault, FromWorker, JudgePackage, Output, ToWorker } from "./types";

const STREAM_PATH = "/v1/stream";
/** A request that takes longer (ms) counts as a network failure; the engine then tries again. */
const REQUEST_PATIENCE = 60_000;
/** The longest delay a browser timer can count (ms). */
const LONGEST_TIMER = 2_147_000_000;
const NOTHING = new Uint8Array();

const packages = import.meta.glob<EnginePackage>("../wasm/client_wasm.js");
const binaries = import.meta.glob<string>("../wasm/client_wasm_bg.wasm", { query: "?url", import: "default" });
const judges = import.meta.glob<JudgePackage>("../wasm/phrase_wasm.js");
const judgeBinaries = import.meta.glob<string>("../wasm/phrase_wasm_bg.wasm", { query: "?url", import: "default" });

let engine: Engine | null = null;
let judge: Promise<void> | undefined;
let store: DeviceStore;
let stored: Promise<void> = Promise.resolve();
let timer: ReturnType<typeof setTimeout> | undefined;
const streams = new Map<number, WebSocket>();
const early: ToWorker[] = [];

self.onmessage = (event: MessageEvent<ToWorker>) => {
  const message = event.data;
  if (message.kind === "start") void start();
  else if (engine) receive(message);
  else early.push(message);
};

async function start() {
  const made = await load();
  if (!made) return fault("no_engine");
  store = await openDeviceStore();
  if (store.elsewhere) tell({ kind: "elsewhere" });
  engine = made;
  drive((now) => made.start(store.slots, now));
  for (const message of early.splice(0)) receive(message);
}

async function load(): Promise<Engine | null> {
  const [wasm] = Object.values(packages);
  const [binary] = Object.values(binaries);
  if (!wasm || !binary) return null;
  try {
    const loaded = await wasm();
    await loaded.default({ module_or_path: await binary() });
    return new loaded.Engine(crypto.getRandomValues(new Uint8Array(32)));
  } catch (error) {
    console.error(error);
    return null;
  }
}

function receive(message: ToWorker) {
  if (message.kind !== "command") return;
  // Only who wants an own passphrase needs the estimator, and the screen asks for its judgement first.
  if (message.command.type === "check_passphrase") void loadJudge().then(() => obey(message));
  else obey(message);
}

/** Without the estimator (no network, say) the engine takes drawn words only. */
function loadJudge(): Promise<void> {
  judge ??= (async () => {
    const [estimator] = Object.values(judges);
    const [binary] = Object.values(judgeBinaries);
    if (!estimator || !binary) return;
    const loaded = await estimator();
    await loaded.default({ module_or_path: await binary() });
    engine?.set_judge(loaded.judge);
  })().catch((error: unknown) => {
    console.error(error);
    judge = undefined;
  });
  return judge;
}

function obey(message: Extract<ToWorker, { kind: "command" }>) {
  try {
    drive((now, engine) => engine.command(message.id, message.command, now));
  } catch (error) {
    tell({ kind: "outcome", id: message.id, outcome: { ok: false, error: "internal", retry_after_s: null } });
    throw error;
  }
}

/** Every call into the engine goes through here: call, carry out what it asks for, set the next timer. */
function drive(call: (now: number, engine: Engine) => void) {
  if (!engine) return;
  try {
    call(Date.now(), engine);
    const outcomes: Output[] = [];
    for (let output = engine.poll(); output !== undefined; output = engine.poll()) {
      if (output.type === "outcome") outcomes.push(output);
      else carryOut(output);
    }
    // After the view that shows what came of it: a page that moves on must not meet the view from before.
    for (const outcome of outcomes) carryOut(outcome);
    setTimer(engine.timeout());
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) stop();
    throw error;
  }
}

/** A trap leaves the wasm memory in an unknown state: stop rather than go on with it. */
function stop() {
  engine = null;
  clearTimeout(timer);
  for (const stream of streams.values()) stream.close();
  streams.clear();
  fault("crashed");
}

function carryOut(output: Output) {
  switch (output.type) {
    case "request":
      return void stored.then(() => request(output));
    case "stream_open":
      return openStream(output.stream);
    case "stream_send":
      return sendOn(output.stream, output.bytes);
    case "stream_close":
      return closeStream(output.stream);
    case "store":
      stored = stored.then(() => store.put(output.slot, output.bytes));
      return;
    case "forget":
      stored = stored.then(() => store.forget());
      return;
    case "outcome":
      return tell({ kind: "outcome", id: output.id, outcome: output.outcome });
    case "view":
      return tell({ kind: "view", view: output.view });
  }
}

async function request(output: Extract<Output, { type: "request" }>) {
  let status = 0;
  let body: Uint8Array = NOTHING;
  try {
    const response = await fetch(output.path, {
      method: "POST",
      headers: {
        "content-type": "application/cbor",
        ...(output.auth === null || output.auth === undefined ? {} : { "stayhere-auth": output.auth }),
      },
      body: output.body as Uint8Array<ArrayBuffer>,
      credentials: "omit",
      cache: "no-store",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(REQUEST_PATIENCE),
    });
    body = new Uint8Array(await response.arrayBuffer());
    status = response.status;
  } catch {
    status = 0;
    body = NOTHING;
  }
  drive((now, engine) => engine.response(output.id, status, body, now));
}

function openStream(id: number) {
  const url = new URL(STREAM_PATH, self.location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(url);
  socket.binaryType = "arraybuffer";
  streams.set(id, socket);
  socket.onopen = () => drive((now, engine) => engine.stream_opened(id, now));
  socket.onmessage = (event: MessageEvent<ArrayBuffer>) =>
    drive((now, engine) => engine.stream_message(id, new Uint8Array(event.data), now));
  socket.onclose = () => {
    if (streams.get(id) !== socket) return;
    streams.delete(id);
    drive((now, engine) => engine.stream_closed(id, now));
  };
}

function sendOn(id: number, bytes: Uint8Array) {
  const socket = streams.get(id);
  if (socket?.readyState === WebSocket.OPEN) socket.send(bytes as Uint8Array<ArrayBuffer>);
}

/** The engine asked for the end, so it is not told of it. */
function closeStream(id: number) {
  const socket = streams.get(id);
  streams.delete(id);
  socket?.close();
}

function setTimer(due: number | undefined) {
  clearTimeout(timer);
  if (due === undefined) return;
  const wait = Math.min(Math.max(0, due - Date.now()), LONGEST_TIMER);
  timer = setTimeout(() => drive((now, engine) => engine.tick(now)), wait);
}

function tell(message: FromWorker) {
  self.postMessage(message);
}

function fault(fault: Fault) {
  tell({ kind: "fault", fault });
}
