// The contract between the engine (Rust, wasm) and the web app. Generated from Rust (ts-rs) later, same names.
// All enum tags are snake_case. Texts in more than one language: Text. Times are ms since 1970 (circle time).

export type Text = { [lang: string]: string };          // show text[locale] ?? text.en ?? first

export type View = {
  session: Session;
  network: "online" | "offline";                         // offline: last request failed; the engine retries by itself
  circles: CircleView[];
  templates: TemplateCard[];
  joining: Joining | null;
};

export type Session =
  | { state: "starting" }                                // reading the device store, signing in again
  | { state: "signed_out" }
  | { state: "signed_in"; name: string; shared_device: boolean };

export type TemplateCard = { id: string; version: string; title: Text; summary: Text; bond: Text; pledge: Text; minutes: number; phases: PhaseCard[]; newcomer_card: Text[]; notices: Text[]; roles: RoleCard[] };
export type PhaseCard = { id: string; name: Text; purpose: Text; cue: Text; kind: PhaseKind; rule: SpeakingRule; seconds: number; turn_seconds: number };
export type PhaseKind = "silence" | "words" | "round" | "queue" | "open";
export type SpeakingRule = "none" | "ask" | "tags" | "open";
export type RoleCard = { id: string; name: Text; seats: number };

export type CircleView = {
  index: number;                                         // local number, stable while signed in
  state: "loading" | "ready" | "left" | "removed" | "stuck"; // stuck: kind words + "ask to be let in again" happens by itself
  name: string; bond: Text; pledge: Text; template: string; vocabulary: { [word: string]: Text };
  retention_days: number; welcome: "open" | "greeter"; notices: Text[]; newcomer_card: Text[];
  me: string;                                            // member id (hex, only inside this circle)
  members: MemberView[];                                 // in a neutral, stable order (by name)
  confirmed_by: number | null;                           // newcomer: "confirmed by k members"; null once settled
  roles: { id: string; name: Text; seats: number; holders: string[]; can_serve: boolean; can_stand_down: boolean }[];
  shares: ShareView[];                                   // oldest first
  invites: InviteView[];
  knocks: KnockView[];                                   // waiting newcomers that this member may let in
  meeting: MeetingView | null;
  can_open_meeting: boolean;
  meetings_held: number;
  outbox: number;                                        // own acts not yet acknowledged by the server
};
export type MemberView = { id: string; name: string; is_me: boolean; roles: string[]; leaving: boolean };
export type ShareView = { id: string; author: string; author_name: string; is_mine: boolean; text: string | null /* taken back */; wish: Wish; note: string | null; expires_day: number /* days since 1970 */; taps: { tap: Tap; count: number; mine: boolean }[] /* count is 0 unless is_mine */; sending: boolean };
export type Wish = "just_listen" | "ask_me" | "experience" | "advice";
export type Tap = "heard" | "me_too" | "thanks" | "with_you";
export type InviteView = { id: string; fragment: string; uses_left: number; expires_day: number; mine: boolean };
export type KnockView = { id: string; name: string; words: string; };

export type MeetingView = {
  phase: number; phases: PhaseCard[]; phase_began: number; turn_began: number | null;
  keeper: string; i_am_keeper: boolean; can_take_keeping: boolean; keeper_here: boolean;
  my_place: "outside" | "waiting" | "inside";            // waiting = at the door; outside = arrive first
  present: string[];                                     // member ids in ring order (order of arrival), waiting ones not in it
  waiting: string[];
  doors: boolean;                                        // entry only between turns
  turn: { number: number; holder: string; is_me: boolean; feedback: boolean; open_to_feedback: boolean } | null;
  hands: string[]; my_hand: boolean;
  spoken: string[];                                      // who has had a turn in this phase
  words: TurnWords[];                                    // of this meeting, as far as this device was in the room
  acts: MeetingAct[];                                    // what I may do now, judged by the rules
  connected: boolean;                                    // the stream is up; else words wait in memory and are sent again
  unsent: number;
};
export type TurnWords = { turn: number; holder: string; phase: number; lines: { author: string; text: string; sending: boolean }[]; taps: { tap: Tap; count: number; mine: boolean }[] };
export type MeetingAct = "arrive" | "depart" | "say" | "hand_up" | "hand_down" | "done" | "done_with_feedback" | "pass" | "end_feedback" | "tap" | "door" | "next_phase" | "move_on" | "take_keeping" | "close";

export type Joining = {
  stage: "reading" | "asking" | "waiting" | "joining" | "failed";  // reading: fetching the preview; asking: person reads bond and pledge
  preview: Preview | null;
  error: ErrorCode | null;
};
export type Preview = { circle_name: string; bond: Text; pledge: Text; words: string; newcomer_card: Text[]; notices: Text[]; welcome: "open" | "greeter" };

export type Command =
  | { type: "make_passphrase" }                                                    // -> { words: string }
  | { type: "check_passphrase"; phrase: string }                                   // -> { strong: boolean; reason: "short" | "common" | "repeats" | "guessable" | null }
  | { type: "sign_up"; name: string; passphrase: string; shared_device: boolean; adult: boolean }  // -> { recovery_code: string }
  | { type: "sign_in"; name: string; passphrase: string; shared_device: boolean }
  | { type: "recover"; code: string; passphrase: string; shared_device: boolean }  // -> { recovery_code: string; name: string }
  | { type: "change_passphrase"; old: string; new: string }                        // -> { recovery_code: string }
  | { type: "sign_out" }
  | { type: "create_circle"; template: string; name: string; my_name: string; bond: string | null; pledge: string | null; lang: string; welcome: "open" | "greeter"; retention_days: number }  // null: the template's own text; -> { circle: number }
  | { type: "make_invite"; circle: number; uses: number; days: number; words: string }  // -> { fragment: string }
  | { type: "revoke_invite"; circle: number; invite: string }
  | { type: "read_invite"; fragment: string }                                      // fills view.joining
  | { type: "knock"; name: string; words: string; shares_bond: boolean; accepts_pledge: boolean }
  | { type: "cancel_join" }
  | { type: "answer_knock"; circle: number; knock: string; admit: boolean }
  | { type: "leave"; circle: number }
  | { type: "rename"; circle: number; name: string }
  | { type: "serve_as"; circle: number; role: string } | { type: "stand_down"; circle: number; role: string }
  | { type: "share"; circle: number; text: string; wish: Wish; note: string | null }
  | { type: "tap_share"; circle: number; share: string; tap: Tap }
  | { type: "take_back"; circle: number; share: string }
  | { type: "open_meeting"; circle: number }
  | { type: "meeting"; circle: number; act: "arrive" | "depart" | "hand_up" | "hand_down" | "done" | "done_with_feedback" | "pass" | "end_feedback" | "door" | "next_phase" | "move_on" | "take_keeping" | "close" }
  | { type: "say"; circle: number; text: string }
  | { type: "tap_turn"; circle: number; turn: number; tap: Tap };

export type Outcome = { ok: true; value: unknown } | { ok: false; error: ErrorCode; retry_after_s: number | null };
export type ErrorCode =
  // accounts
  | "wrong_name_or_passphrase" | "name_taken" | "name_unusable" | "weak_passphrase" | "wrong_code" | "rate_limited" | "not_adult"
  // network and server
  | "offline" | "server_full" | "server_fault" | "update_needed" | "too_large"
  // circles
  | "invite_unknown" | "invite_used_up" | "invite_expired" | "not_in_circle" | "busy" | "pledge_not_accepted" | "bond_not_shared" | "name_in_use" | "circle_full" | "text_too_long" | "text_empty" | "not_allowed"
  // refusals of the rules (circle::Refused::code()), shown as a kind sentence
  | `refused_${string}`
  | "internal";

// The wasm package (`client_wasm.js`, wasm-bindgen target web): default export `init(url)`, and
// class Engine {
//   constructor(seed: Uint8Array /*32 random bytes*/, language: string);
//   start(slots: Map<string, Uint8Array> /*device store as read from IndexedDB; empty for other tabs*/, now: number): void;
//   command(id: number, command: Command, now: number): void;
//   response(request: number, status: number /*0 = network failure*/, body: Uint8Array, now: number): void;
//   stream_opened(stream: number, now: number): void; stream_message(stream: number, bytes: Uint8Array, now: number): void; stream_closed(stream: number, now: number): void;
//   tick(now: number): void;              // call when timeout() is due
//   timeout(): number | undefined;        // ms since 1970
//   poll(): Output | undefined;           // call until undefined after every call above
// }
export type Output =
  | { type: "request"; id: number; path: string; auth: string | null; body: Uint8Array }   // POST, content-type application/cbor, header stayhere-auth; no cookies (credentials: "omit")
  | { type: "stream_open"; stream: number } | { type: "stream_send"; stream: number; bytes: Uint8Array } | { type: "stream_close"; stream: number }  // WebSocket at /v1/stream, binary
  | { type: "store"; slot: string; bytes: Uint8Array } | { type: "forget" }                // device store: put one slot; wipe all of it
  | { type: "outcome"; id: number; outcome: Outcome }
  | { type: "view"; view: View };
