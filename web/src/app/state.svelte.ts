/** The one engine of this page, and what its screens share. */
import { startEngine, type EngineClient } from "$lib/engine/client.svelte";
import type { CircleView, Command, Outcome, PutOutView, SignUpRule, TemplateCard, View } from "$lib/engine/types";
import type { Check } from "$lib/components/PassphraseStep.svelte";
import { m } from "$lib/paraglide/messages";
import { prefs } from "$lib/prefs.svelte";
import { Reminders } from "$lib/reminders/reminders.svelte";

/** Of the app, in every language. */
const NAME = "Stayhere";
/** So long (ms) a meeting may take to note that somebody steps out before the device locks. */
const GOODBYE = 2_000;

class AppState {
  engine: EngineClient | null = $state.raw(null);
  /** How the server takes people in, once it has been asked. */
  server: { sign_up: SignUpRule; founding: boolean } | null = $state.raw(null);
  /** What the person said about this device before signing in. */
  sharedDevice = $state(false);

  readonly reminders = new Reminders(
    (command) => this.send(command),
    () => ({ title: prefs.discreet ? m.discreet_page_title() : NAME, body: m.reminder_note() }),
  );

  start() {
    this.engine = startEngine();
  }

  get view(): View | null {
    return this.engine?.view ?? null;
  }

  get signedIn(): boolean {
    return this.view?.session.state === "signed_in";
  }

  get shared(): boolean {
    const session = this.view?.session;
    return session?.state === "signed_in" ? session.shared_device : this.sharedDevice;
  }

  /** An invitation is open, and this person has not yet decided. */
  get invited(): boolean {
    const stage = this.view?.joining?.stage;
    return stage === "reading" || stage === "asking";
  }

  get offline(): boolean {
    return this.view?.network === "offline";
  }

  get locked(): boolean {
    return this.view?.session.state === "locked";
  }

  /** Somebody gave the second PIN. */
  get notes(): boolean {
    return this.view?.session.state === "notes";
  }

  /** Minutes without a touch after which this device locks. */
  get lockMinutes(): number | null {
    const session = this.view?.session;
    return session?.state === "signed_in" || session?.state === "notes" ? session.lock_minutes : null;
  }

  /** This person has the floor of some meeting. */
  get speaking(): boolean {
    return this.view?.circles.some((circle) => circle.meeting?.turn?.is_me) ?? false;
  }

  /** Steps out of meetings, forgets everything in memory, and starts anew with the locked store. */
  async lock() {
    const inMeetings = this.view?.circles.filter((circle) => circle.meeting?.acts.includes("depart")) ?? [];
    const gone = inMeetings.map(({ index }) => this.send({ type: "meeting", circle: index, act: "depart" }));
    await Promise.race([Promise.all(gone), new Promise((resolve) => setTimeout(resolve, GOODBYE))]);
    const outcome = await this.send({ type: "lock" });
    if (!outcome.ok) return;
    this.engine?.end();
    this.start();
  }

  circle(index: number): CircleView | null {
    return this.view?.circles.find((circle) => circle.index === index) ?? null;
  }

  /** What is told of a circle that this person had to leave, by the id of who they were there or by its local number. */
  putOut(of: string | number): PutOutView | null {
    return this.view?.put_out.find((told) => told.id === of || told.index === of) ?? null;
  }

  send(command: Command): Promise<Outcome> {
    return this.engine?.send(command) ?? Promise.resolve({ ok: false, error: "internal", retry_after_s: null });
  }

  /** A server that does not answer lets itself be asked again; until then its refusals say what is the case. */
  async askServer() {
    const outcome = await this.send({ type: "ask_server" });
    if (outcome.ok) this.server = outcome.value as { sign_up: SignUpRule; founding: boolean };
  }

  async listTemplates(): Promise<TemplateCard[]> {
    const outcome = await this.send({ type: "list_templates" });
    return outcome.ok ? (outcome.value as { templates: TemplateCard[] }).templates : [];
  }

  async makeWords(): Promise<string> {
    const outcome = await this.send({ type: "make_passphrase" });
    return outcome.ok ? (outcome.value as { words: string }).words : "";
  }

  async check(phrase: string): Promise<Check> {
    const outcome = await this.send({ type: "check_passphrase", phrase });
    return outcome.ok ? (outcome.value as Check) : { strong: false, reason: null };
  }

  /** On a shared device nothing is kept, this person's taste neither. */
  setShared(shared: boolean) {
    this.sharedDevice = shared;
    prefs.keep = !shared;
    prefs.save();
  }
}

export const app = new AppState();
export const makeWords = () => app.makeWords();
export const check = (phrase: string) => app.check(phrase);
