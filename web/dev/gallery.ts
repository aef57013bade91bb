/** The app with a made-up engine, to look at every screen: `npm run gallery`, then e.g. /circle/0/meeting?scene=my-turn */
import "../src/styles/fonts.css";
import "../src/styles/tokens.css";
import "../src/styles/base.css";
import { mount } from "svelte";
import App from "$app/App.svelte";
import { router } from "$app/router.svelte";
import { app } from "$app/state.svelte";
import { EngineClient, type Port } from "$lib/engine/client.svelte";
import type { Command, FromWorker, ScheduleCommand, View } from "$lib/engine/types";
import * as fixtures from "$lib/fixtures";
import { kinds } from "$lib/fixtures_kinds";
import * as times from "$lib/fixtures_times";
import { prefs, type Calm, type Locale, type Theme } from "$lib/prefs.svelte";

const query = new URLSearchParams(location.search);
const scene = query.get("scene") ?? "";

const { view, circle, joining } = fixtures;

function sceneView(): View {
  const kind = Object.entries(kinds).find(([kind]) => scene === `kind-${kind}`)?.[1];
  if (kind) return view({ circles: [circle({ meeting: kind() })] });
  switch (scene) {
    case "out":
      return view({ session: { state: "signed_out" }, circles: [] });
    case "locked":
      return view({ session: { state: "locked" }, circles: [] });
    case "starting":
      return view({ session: { state: "starting" }, circles: [] });
    case "empty":
      return view({ circles: [], session: { state: "signed_in", name: "quietharbour", shared_device: true, list_put_back: false, renewal: null, lock_minutes: null }, network: "offline" });
    case "quiet":
      return view({ circles: [circle({ knocks: [fixtures.knock], confirmed_by: 2, outbox: 1 })] });
    case "hijri":
      return view({ circles: [times.planned({ calendar: "hijri" })] });
    case "parted":
      return view({ circles: [circle({ parted: fixtures.parted })] });
    case "kept":
      return view({ circles: [fixtures.keptCircle({ removals: [fixtures.removal], removed: [fixtures.removed] })] });
    case "asked-to-leave":
      return view({ circles: [circle({ removals: [{ ...fixtures.removal, about_me: true, can_confirm: false }] })] });
    case "guests":
      return view({ circles: [fixtures.withGuests()] });
    case "card":
      return view({ circles: [fixtures.withCard("differs", true)] });
    case "card-proposed":
      return view({ circles: [fixtures.withProposal()] });
    case "as-a-guest":
      return view({ circles: [fixtures.withGuests(true)] });
    case "guest-in-the-room":
      return view({ circles: [fixtures.withGuests(false, { meeting: fixtures.meeting() })] });
    case "join-as-a-guest":
      return view({ circles: [], joining: { ...joining("asking"), preview: fixtures.guestPreview } });
    case "put-out":
      return view({ circles: [], put_out: [fixtures.putOut] });
    case "notes":
      return view({ session: { state: "notes", text: "Milk, bread, batteries", lock_minutes: 5 }, circles: [] });
    case "needs-update":
      return view({ circles: [circle({ state: "needs_update" })] });
    case "stuck":
      return view({ circles: [circle({ state: "stuck" })] });
    case "my-turn":
      return view({ circles: [circle({ meeting: fixtures.myTurn() })] });
    case "my-wish":
      return view({ circles: [circle({ meeting: fixtures.myWish() })] });
    case "keeping":
      return view({ circles: [circle({ meeting: fixtures.keeping() })] });
    case "busy":
      return view({ circles: [circle({ meeting: fixtures.busy() })] });
    case "ejecting":
      return view({ circles: [circle({ meeting: fixtures.ejecting() })] });
    case "ejected":
      return view({ circles: [circle({ meeting: fixtures.outside(), ejections: [fixtures.ejection()] })] });
    case "appealed":
      return view({ circles: [circle({ ejections: [fixtures.ejection({ running: false, appealed: true }), fixtures.appeal()] })] });
    case "door":
      return view({ circles: [circle({ meeting: fixtures.atTheDoor() })] });
    case "outside":
      return view({ circles: [circle({ meeting: fixtures.outside() })] });
    case "open":
      return view({ circles: [circle({ meeting: fixtures.openPhase() })] });
    case "corner":
      return view({ circles: [circle({ meeting: fixtures.inCorner() })] });
    case "corner-alone":
      return view({ circles: [circle({ meeting: fixtures.inCorner({ alone: true, ready: false, corners: [{ members: [fixtures.circle().me], topic: 1 }] }) })] });
    case "corners":
      return view({ circles: [circle({ meeting: fixtures.besideCorners() })] });
    case "draw":
      return view({ circles: [circle({ meeting: fixtures.drawing(null) })] });
    case "drawn":
      return view({ circles: [circle({ meeting: fixtures.drawing("ready") })] });
    case "ended":
      return view({ circles: [circle()] });
    case "blocked":
      return view({ circles: [fixtures.withBlock({ meeting: fixtures.meeting() })] });
    case "times":
      return view({ circles: [times.planned()] });
    case "home-asked":
      return view({ circles: [times.planned(), fixtures.circle({ index: 1, name: "حلقة الفجر", ejections: [fixtures.appeal()] })] });
    case "asked":
      return view({ circles: [times.planned({ schedule: times.asked({ told_by_me: false }) })] });
    case "asker":
      return view({ circles: [times.planned({ schedule: times.asked({ by: times.memberId("Noor"), by_me: true }) })] });
    case "due":
      return view({ circles: [times.planned({ rounds: [times.round({ closed: true })], round_due: times.due })] });
    case "full":
      return view({ circles: [fixtures.fullRing().circle] });
    case "reading":
    case "asking":
    case "waiting":
      return view({ joining: joining(scene) });
    case "failed":
      return view({ joining: joining("failed", "invite_expired") });
    default:
      return view();
  }
}

class FakePort implements Port {
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null = null;
  terminate() {}
  postMessage(message: Parameters<Port["postMessage"]>[0]) {
    if (message.kind === "start") setTimeout(() => this.#start());
    else setTimeout(() => this.#tell({ kind: "outcome", id: message.id, outcome: { ok: true, value: valueOf(message.command) } }), 300);
  }
  #start() {
    // Only whoever was in the room is told that it closed.
    if (scene === "ended") this.#tell({ kind: "view", view: view({ circles: [circle({ meeting: fixtures.meeting() })] }) });
    setTimeout(() => this.#tell({ kind: "view", view: sceneView() }));
  }
  #tell(message: FromWorker) {
    this.onmessage?.(new MessageEvent("message", { data: message }));
  }
}

function valueOf(command: Command): unknown {
  switch (command.type) {
    case "list_templates":
      return { templates: fixtures.templates };
    case "make_passphrase":
      return { words: "lantern orchard pebble violin harbour" };
    case "check_passphrase":
      return { strong: command.phrase.length > 12, reason: command.phrase.length > 12 ? null : "short" };
    case "sign_up":
    case "change_passphrase":
    case "recover":
      return { recovery_code: "KX4T-9MQP-3ZVB-7HRD-2WNS-6YFC", name: "quietharbour" };
    case "compare":
    case "same_circle":
      return fixtures.code;
    case "schedule":
      return plannedValue(command.act);
    case "create_circle":
      return { circle: 0 };
    default:
      return null;
  }
}

function plannedValue(act: ScheduleCommand): unknown {
  switch (act.what) {
    case "propose_seats":
      return { seats: times.proposed };
    case "plan_rotation":
      return times.proposal;
    case "export":
      return { ics: "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n" };
    default:
      return null;
  }
}

prefs.locale = (query.get("locale") as Locale | null) ?? prefs.locale;
prefs.theme = (query.get("theme") as Theme | null) ?? prefs.theme;
prefs.calm = (query.get("calm") as Calm | null) ?? prefs.calm;
prefs.country = query.get("country") ?? prefs.country;
router.start();
app.engine = new EngineClient(new FakePort());
const target = document.querySelector("#app");
if (target) mount(App, { target });
