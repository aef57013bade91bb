// Made from crates/engine by `UPDATE=1 cargo test -p engine --test typescript`; do not edit.
// Circle times are ms since 1970 (UTC), days are days since 1970-01-01 UTC.

/** A text in one or more languages, by language tag. */
export type Text = { [lang: string]: string };
export type View = { session: Session, 
/**
 * Whether the last request reached the server.
 */
network: Network, circles: Array<CircleView>, joining: Joining | null, 
/**
 * Circles that this person had to leave, until they have read it.
 */
put_out: Array<PutOutView>, 
/**
 * Own writing, newest first.
 */
sheets: Array<SheetView>, };
export type Session = { "state": "starting" } | { "state": "signed_out" } | { "state": "locked" } | { "state": "notes", text: string, lock_minutes: number, } | { "state": "signed_in", name: string, shared_device: boolean, list_put_back: boolean, renewal: RenewalView | null, lock_minutes: number | null, };
export type RenewalView = { 
/**
 * Circles that have them.
 */
done: number, 
/**
 * Circles that there were when the passphrase was changed.
 */
all: number, };
export type Network = "online" | "offline" | "full";
export type TemplateCard = { id: string, origin: TemplateOrigin, version: string, title: Text, summary: Text, bond: Text, pledge: Text, vocabulary: { [key in string]: Text }, minutes: number, calendar: Calendar, phases: Array<PhaseCard>, newcomer_card: Array<Text>, notices: Array<Text>, roles: Array<RoleCard>, };
export type TemplateOrigin = "shipped" | "server" | "own";
export type PhaseCard = { id: string, name: Text, purpose: Text, cue: Text, kind: PhaseKind, rule: SpeakingRule, seconds: number, turn_seconds: number, 
/**
 * Named parts of a turn or sheet, in order.
 */
parts: Array<PartCard>, 
/**
 * Tool tags that are offered instead of replies, by id; names in `MeetingView::tag_names`.
 */
tags: Array<string>, 
/**
 * So many lines a turn at most; 0: as many as one likes.
 */
lines: number, 
/**
 * Topics may be put on the agenda here.
 */
agenda: boolean, bell: Bell, 
/**
 * Each turn lights the circle's symbol.
 */
lights: boolean, 
/**
 * Own claims of milestones are offered here.
 */
milestones: boolean, 
/**
 * Shares may be held here.
 */
held: boolean, 
/**
 * Seconds of quiet after each turn.
 */
silence_after: number, 
/**
 * The keeper may skip it.
 */
optional: boolean, 
/**
 * After the closing.
 */
after: boolean, };
export type PartCard = { id: string, name: Text, hint: Text, };
export type Bell = "none" | "start" | "end" | "both";
export type PhaseKind = "silence" | "words" | "round" | "queue" | "open" | "reading" | "welcome" | "presenter" | "work" | "ask" | "example" | "sheet" | "plans" | "business";
export type SpeakingRule = "none" | "ask" | "tags" | "open";
export type RoleCard = { id: string, name: Text, seats: number, };
export type CircleView = { 
/**
 * Local number, stable while signed in.
 */
index: number, state: CircleState, name: string, bond: Text, pledge: Text, template: string, vocabulary: { [key in string]: Text }, retention_days: number, welcome: Welcome, calendar: Calendar, notices: Array<Text>, newcomer_card: Array<Text>, 
/**
 * The own member id.
 */
me: string, 
/**
 * By name.
 */
members: Array<MemberView>, 
/**
 * For a newcomer: how many others have written since; `None` once settled.
 */
confirmed_by: number | null, 
/**
 * The server shows this device something else than it showed a member who has committed since.
 */
differs: boolean, 
/**
 * This device has seen what the history that the server shows now does not have.
 */
parted: PartedView | null, 
/**
 * That members have to leave for good, as far as it concerns this person.
 */
removals: Array<RemovalView>, 
/**
 * Who had to leave a short time ago, the latest last.
 */
removed: Array<RemovedView>, roles: Array<RoleView>, 
/**
 * Oldest first.
 */
shares: Array<ShareView>, invites: Array<InviteView>, 
/**
 * Guests who are asked for.
 */
visits: Array<VisitView>, 
/**
 * What guests this person may ask the circle for.
 */
may_ask_guests: Array<GuestPart>, 
/**
 * What the circle shows of itself in public.
 */
card: CardView, 
/**
 * Newcomers that this person may let in.
 */
knocks: Array<KnockView>, meeting: MeetingView | null, can_open_meeting: boolean, meetings_held: number, 
/**
 * Who had to leave a meeting lately, oldest first.
 */
ejections: Array<EjectionView>, 
/**
 * When the circle meets, and who serves then.
 */
schedule: ScheduleView, 
/**
 * Asynchronous rounds, oldest first; at most one is not closed.
 */
rounds: Array<RoundView>, 
/**
 * The round to open next: the latest that is due, else the next; None while one runs.
 */
round_due: RoundDueView | null, 
/**
 * Own acts that the server has not acknowledged.
 */
outbox: number, 
/**
 * The operator of the server has suspended the circle: it can be read, and nothing is sent.
 */
suspended: Suspension | null, };
export type CircleState = "loading" | "ready" | "left" | "removed" | "returning" | "stuck" | "needs_update";
export type Suspension = "flood" | "law" | "other";
export type MemberView = { id: string, name: string, is_me: boolean, roles: Array<string>, leaving: boolean, 
/**
 * This person may move that they leave for good.
 */
can_remove: boolean, verified: Verified, 
/**
 * They are a guest.
 */
guest: GuestView | null, 
/**
 * This person has blocked them; nobody else knows.
 */
blocked: boolean, 
/**
 * The day on which their key took the place of another, in days since 1970-01-01 UTC; none while it is the one
 * that they came with, and once that was long ago.
 */
new_keys_day: number | null, };
export type Verified = "no" | "yes" | "new_keys";
export type PartedView = { 
/**
 * When this device noticed, in days since 1970-01-01 UTC.
 */
day: number, 
/**
 * What this person said meanwhile and the others do not have.
 */
words: Array<UnreachedView>, };
export type UnreachedView = { id: string, text: string, note: string | null, };
export type RemovalView = { member: string, name: string, 
/**
 * The name of whoever moved it.
 */
by: string, reason: EjectReason, words: string | null, 
/**
 * The last day on which it can be confirmed.
 */
until_day: number, 
/**
 * It is decided, and takes effect now.
 */
decided: boolean, about_me: boolean, can_confirm: boolean, can_withdraw: boolean, };
export type RemovedView = { name: string, day: number, reason: EjectReason, 
/**
 * The names of the two who decided it, as far as they are known.
 */
by: Array<string>, };
export type PutOutView = { id: string, 
/**
 * The circle's local number until now; none after a new start.
 */
index: number | null, circle: string, day: number, reason: EjectReason, words: string | null, 
/**
 * The names of the two who decided it.
 */
by: Array<string>, };
export type RoleView = { id: string, name: Text, seats: number, holders: Array<string>, can_serve: boolean, can_stand_down: boolean, };
export type ShareView = { id: string, author: string, author_name: string, is_mine: boolean, 
/**
 * None when taken back.
 */
text: string | null, wish: Wish, note: string | null, 
/**
 * Days since 1970-01-01 UTC.
 */
expires_day: number, taps: Array<TapView>, sending: boolean, };
export type TapView = { tap: Tap, 
/**
 * How many; told to the sharer only, 0 to others (I13).
 */
count: number, mine: boolean, };
export type InviteView = { id: string, fragment: string, uses_left: number, expires_day: number, mine: boolean, 
/**
 * Whoever comes by it is a guest.
 */
for_guest: boolean, };
export type KnockView = { id: string, name: string, words: string, 
/**
 * Who they are to the circle, if they come as a guest.
 */
guest: string | null, };
export type MeetingView = { phase: number, phases: Array<PhaseCard>, 
/**
 * What the tool tags say, by id.
 */
tag_names: { [key in string]: Text }, 
/**
 * Circle time, ms since 1970.
 */
phase_began: number, turn_began: number | null, keeper: string, i_am_keeper: boolean, can_take_keeping: boolean, keeper_here: boolean, my_place: Place, 
/**
 * In order of arrival.
 */
present: Array<string>, waiting: Array<string>, doors: boolean, turn: TurnView | null, hands: Array<string>, my_hand: boolean, spoken: Array<string>, 
/**
 * What this device has heard.
 */
words: Array<TurnWords>, 
/**
 * What is to be read now, where the phase is for reading.
 */
reading: ReadingView | null, 
/**
 * Days that may be claimed as a milestone; empty where the phase has none.
 */
marks: Array<number>, 
/**
 * What somebody reads who comes late.
 */
late: Text, 
/**
 * The keeper's cue cards, by [`circle::CARDS`]; empty for others.
 */
cards: { [key in string]: Text }, 
/**
 * What there is besides turns.
 */
gathering: GatheringView, acts: Array<MeetingAct>, connected: boolean, unsent: number, };
export type GatheringView = { 
/**
 * No further turn begins in this phase.
 */
last: boolean, 
/**
 * Who would like one more turn at the end of the phase, in order.
 */
later: Array<string>, 
/**
 * It is quiet after a turn until then (ms since 1970); any device ends it then by itself.
 */
quiet_until: number | null, 
/**
 * Whose question goes round.
 */
asker: string | null, 
/**
 * How this person is here, if not as usual.
 */
my_mode: Mode | null, 
/**
 * Who pauses or was called away; who only listens is never named.
 */
away: Array<string>, 
/**
 * The own next turn will be held.
 */
my_next_is_held: boolean, 
/**
 * Small services of this meeting that somebody does.
 */
services: Array<ServiceView>, 
/**
 * The topic that is open.
 */
topic: number | null, 
/**
 * The open topic, those that wait by interest, those that are over.
 */
agenda: Array<TopicView>, questions: Array<QuestionView>, 
/**
 * The whole meeting pauses.
 */
paused: boolean, 
/**
 * How many ask for a pause.
 */
pause_asked: number, 
/**
 * Told to keepers: whom one of them has said should leave.
 */
ejecting: Array<EjectView>, 
/**
 * Somebody had to leave: nothing can be said until a device has made a fresh key, within seconds.
 */
rekey_due: boolean, 
/**
 * Own claims of milestones in this meeting.
 */
claims: Array<ClaimView>, 
/**
 * Private notes that this device wrote no word of: to the keeper, or from the keeper.
 */
notes: Array<NoteView>, 
/**
 * Small corners that people are in.
 */
corners: CornersView | null, 
/**
 * Told to the keeper: who would go with whom.
 */
draw: DrawView | null, 
/**
 * This person would rather stay in the circle when corners are drawn; nobody is told.
 */
stays: boolean, 
/**
 * Every deed that the rules would take from this person now; ejecting is offered to keepers by `pause`.
 */
deeds: Array<Deed>, };
export type CornersView = { 
/**
 * The planned end, ms since 1970.
 */
until: number, corners: Array<CornerView>, 
/**
 * The own one, by its place in the list; None: this person is in the circle.
 */
mine: number | null, 
/**
 * The own one has a key that only those in it hold.
 */
ready: boolean, 
/**
 * Nobody else is in the own one any more.
 */
alone: boolean, 
/**
 * Who is in the circle.
 */
circle: Array<string>, 
/**
 * What was said in the own one.
 */
lines: Array<LineView>, };
export type CornerView = { members: Array<string>, 
/**
 * The topic of the agenda.
 */
topic: number | null, };
export type DrawView = { state: DrawStateView, seconds: number, 
/**
 * Once they suit all who go.
 */
corners: Array<CornerView>, 
/**
 * Who would stay in the circle, for whatever reason.
 */
circle: Array<string>, };
export type DrawStateView = "asking" | "ready" | "nobody";
export type ReadingView = { title: Text, text: Text, };
export type ServiceView = { service: Service, members: Array<string>, };
export type TopicView = { number: number, author: string, 
/**
 * None where this device has not heard it.
 */
title: string | null, 
/**
 * How many would like to talk about it.
 */
interest: number, interested: boolean, open: boolean, over: boolean, };
export type QuestionView = { number: number, by: string, 
/**
 * None where this device has not heard it.
 */
text: string | null, 
/**
 * Answers are taken.
 */
open: boolean, over: boolean, 
/**
 * How many have answered.
 */
answered: number, i_answered: boolean, 
/**
 * 0 until it is over; so are the next two.
 */
yes: number, no: number, aside: number, 
/**
 * What those present decided, by the charter's rule.
 */
carried: boolean | null, };
export type EjectView = { member: string, by: Array<string>, 
/**
 * The reason that one of them gave.
 */
reason: EjectReason, };
export type EjectionView = { meeting: string, member: string, 
/**
 * In days since 1970-01-01 UTC.
 */
day: number, reason: EjectReason, 
/**
 * They ask the circle to look at it again.
 */
appealed: boolean, 
/**
 * It was this person.
 */
mine: boolean, 
/**
 * The meeting is still going on.
 */
running: boolean, };
export type ClaimView = { member: string, 
/**
 * One of the charter's marks, or 0.
 */
days: number, text: string, };
export type NoteView = { from: string, text: string, };
export type TagView = { tag: string, 
/**
 * How many; told to the holder only, 0 to others.
 */
count: number, mine: boolean, };
export type AftercareView = "none" | "wanted" | "taken" | "declined";
export type SenseView = "plain" | "later" | "question" | "answer" | "taking_away";
export type Place = "outside" | "waiting" | "inside";
export type TurnView = { number: number, holder: string, is_me: boolean, 
/**
 * The sharer has opened feedback.
 */
feedback: boolean, 
/**
 * The phase lets the sharer open it; after an example: tool tags.
 */
open_to_feedback: boolean, sense: SenseView, 
/**
 * How the others may answer.
 */
wish: Feedback, 
/**
 * The most that the phase allows.
 */
most: Feedback, 
/**
 * The part that is open, by number; only where the phase has parts.
 */
part: number | null, 
/**
 * Only the holder, or two others together, end it.
 */
held: boolean, 
/**
 * Who would move on a held turn.
 */
release: Array<string>, aftercare: AftercareView, 
/**
 * Who looks after the holder later.
 */
aftercare_by: string | null, 
/**
 * The holder shows words while typing.
 */
typing: boolean, 
/**
 * What the holder is typing.
 */
draft: string | null, };
export type TurnWords = { turn: number, holder: string, phase: number, lines: Array<LineView>, taps: Array<TapView>, tags: Array<TagView>, 
/**
 * A held turn may want aftercare when it is over.
 */
aftercare: AftercareView, aftercare_by: string | null, };
export type LineView = { author: string, text: string, sending: boolean, };
export type MeetingAct = Act | Carrying;
export type Carrying = "say" | "tap" | "tag" | "draft" | "propose" | "ask_hands" | "answer_hands" | "milestone" | "note" | "break_out" | "corner_say";
export type SheetView = { 
/**
 * Stable as long as the sheet lasts.
 */
id: string, title: string, 
/**
 * Days since 1970-01-01 UTC.
 */
created_day: number, state: SheetState, 
/**
 * It holds what another device had saved while this one wrote on the same sheet.
 */
parted: boolean, };
export type SheetState = "saved" | "waiting";
export type Joining = { stage: JoinStage, preview: Preview | null, 
/**
 * One of [`crate::command::CODES`].
 */
error: ErrorCode | null, };
export type JoinStage = "reading" | "asking" | "waiting" | "joining" | "failed";
export type Preview = { circle_name: string, bond: Text, pledge: Text, words: string, newcomer_card: Array<Text>, notices: Array<Text>, welcome: Welcome, 
/**
 * Whoever comes by this link is a guest.
 */
guest: GuestTermsView | null, };
export type Command = { "type": "make_passphrase" } | { "type": "check_passphrase", phrase: string, } | { "type": "ask_server" } | { "type": "sign_up", name: string, passphrase: string, shared_device: boolean, adult: boolean, code: string | null, } | { "type": "sign_in", name: string, passphrase: string, shared_device: boolean, } | { "type": "recover", code: string, passphrase: string, shared_device: boolean, } | { "type": "change_passphrase", old: string, new: string, } | { "type": "sign_out" } | { "type": "set_lock", passphrase: string, minutes: number, } | { "type": "clear_lock" } | { "type": "set_second_pin", pin: string | null, } | { "type": "save_notes", text: string, } | { "type": "lock" } | { "type": "unlock", passphrase: string, } | { "type": "erase_account", passphrase: string, take_back: boolean, } | { "type": "ask_wake_key" } | { "type": "set_wakes", address: string, before: Array<Wake>, } | { "type": "end_wakes", address: string, } | { "type": "export" } | { "type": "new_sheet" } | { "type": "read_sheet", sheet: string, } | { "type": "save_sheet", sheet: string, title: string, text: string, } | { "type": "burn_sheet", sheet: string, } | { "type": "look_at_sheets" } | { "type": "list_templates" } | { "type": "create_circle", template: string, name: string, my_name: string, bond: string | null, pledge: string | null, lang: string, welcome: Welcome, retention_days: number, calendar: Calendar | null, } | { "type": "use_template", structure: string, words: Text, } | { "type": "make_invite", circle: number, uses: number, days: number, words: string, } | { "type": "revoke_invite", circle: number, invite: string, } | { "type": "read_invite", fragment: string, } | { "type": "knock", name: string, words: string, shares_bond: boolean, accepts_pledge: boolean, } | { "type": "cancel_join" } | { "type": "answer_knock", circle: number, knock: string, admit: boolean, } | { "type": "leave", circle: number, } | { "type": "rename", circle: number, name: string, } | { "type": "serve_as", circle: number, role: string, } | { "type": "stand_down", circle: number, role: string, } | { "type": "share", circle: number, text: string, wish: Wish, note: string | null, } | { "type": "tap_share", circle: number, share: string, tap: Tap, } | { "type": "take_back", circle: number, share: string, } | { "type": "compare", circle: number, member: string, } | { "type": "verify", circle: number, member: string, code: string, } | { "type": "unverify", circle: number, member: string, } | { "type": "same_circle", circle: number, } | { "type": "settle_parted", circle: number, again: Array<string>, } | { "type": "open_meeting", circle: number, } | { "type": "meeting", circle: number, act: Act, } | { "type": "say", circle: number, text: string, } | { "type": "deed", circle: number, deed: Deed, } | { "type": "propose_topic", circle: number, title: string, } | { "type": "ask_hands", circle: number, question: string, } | { "type": "answer_hands", circle: number, question: number, answer: Answer, } | { "type": "tag_turn", circle: number, turn: number, tag: string, } | { "type": "tell_milestone", circle: number, days: number, text: string, } | { "type": "show_draft", circle: number, text: string, } | { "type": "write_note", circle: number, to: string | null, text: string, } | { "type": "corners", circle: number, act: CornersCommand, } | { "type": "block", circle: number, member: string, on: boolean, } | { "type": "appeal_ejection", circle: number, meeting: string, } | { "type": "removal", circle: number, act: RemovalCommand, } | { "type": "guest", circle: number, act: GuestCommand, } | { "type": "card", circle: number, act: CardCommand, } | { "type": "put_away", id: string, } | { "type": "tap_turn", circle: number, turn: number, tap: Tap, } | { "type": "schedule", circle: number, act: ScheduleCommand, } | { "type": "round", circle: number, act: RoundCommand, };
export type Act = "arrive" | "depart" | "hand_up" | "hand_down" | "done" | "done_with_feedback" | "pass" | "end_feedback" | "door" | "next_phase" | "move_on" | "take_keeping" | "close";
export type Deed = { "deed": "later", up: boolean, } | { "deed": "wish", wish: Feedback, } | { "deed": "hold", up: boolean, } | { "deed": "quiet_over" } | { "deed": "care", turn: number, up: boolean, } | { "deed": "be", mode: Mode | null, } | { "deed": "volunteer", service: Service, up: boolean, } | { "deed": "typing", on: boolean, } | { "deed": "pause", on: boolean, } | { "deed": "ask_pause" } | { "deed": "last", on: boolean, } | { "deed": "next_part" } | { "deed": "interest", topic: number, up: boolean, } | { "deed": "open_topic", topic: number, } | { "deed": "close_topic" } | { "deed": "withdraw_topic", topic: number, } | { "deed": "close_hands", question: number, } | { "deed": "eject", member: string, reason: EjectReason, } | { "deed": "come_back" } | { "deed": "leave_corner" } | { "deed": "skip", phases: number, };
export type Feedback = "silent" | "taps" | "ask" | "open";
export type Mode = "listening" | "paused" | "away";
export type Service = "open" | "time" | "door" | "read" | "greet" | "present";
export type Answer = "for" | "against" | "aside";
export type CornersCommand = { "corners": "draw", split: SplitForm, minutes: number, with_me: boolean, } | { "corners": "start" } | { "corners": "cancel" } | { "corners": "say", text: string, } | { "corners": "stay", on: boolean, };
export type SplitForm = "pairs" | "triads" | "topics";
export type EjectReason = "disturbing" | "attacking" | "pledge" | "stranger" | "other";
export type RemovalCommand = { "what": "move", member: string, reason: EjectReason, words: string | null, } | { "what": "confirm", member: string, } | { "what": "withdraw", member: string, };
export type Wish = "just_listen" | "ask_me" | "experience" | "advice";
export type Tap = "heard" | "me_too" | "thanks" | "with_you";
export type Calendar = "gregorian" | "hijri";
export type Welcome = "open" | "greeter";
export type SignUpRule = "open" | "code" | "closed";
export type Export = { format: string, version: number, 
/**
 * When it was made.
 */
made: string, 
/**
 * The sign-in name.
 */
name: string, circles: Array<ExportedCircle>, 
/**
 * Newest first.
 */
sheets: Array<ExportedSheet>, };
export type ExportedCircle = { 
/**
 * False when this device could not open the circle: then only the own name is here.
 */
complete: boolean, name: string, my_name: string, bond: Text, pledge: Text, 
/**
 * Names of the roles in which the person serves.
 */
my_roles: Array<Text>, 
/**
 * Oldest first.
 */
shares: Array<ExportedShare>, 
/**
 * What the person said in the meeting that is running, as this device heard it.
 */
lines: Array<string>, };
export type ExportedShare = { 
/**
 * None when it has not been sent yet.
 */
written: string | null, text: string, note: string | null, 
/**
 * None for words of a round.
 */
wish: Wish | null, };
export type ExportedSheet = { 
/**
 * The day on which it was begun.
 */
created: string, title: string, text: string, };
export type Wake = { 
/**
 * In steps of five minutes since 1970 (UTC).
 */
at: number, 
/**
 * When the meeting begins that it is for, in minutes since 1970 (UTC); none for a decoy.
 */
meeting: number | null, };
export type ScheduleCommand = { "what": "set", series: string | null, plan: PlanText, } | { "what": "set_rotation", plan: PlanText, hours: Array<number>, } | { "what": "end", series: string, last: string, } | { "what": "rest", series: string, from: string, to: string | null, } | { "what": "resume", series: string, on: string, } | { "what": "cancel", series: string, date: string, } | { "what": "move", series: string, date: string, to: string, time: string, } | { "what": "restore", series: string, date: string, } | { "what": "extra", series: string, date: string, } | { "what": "take_seat", series: string, date: string, service: RotaService, } | { "what": "offer_seat", series: string, date: string, service: RotaService, } | { "what": "free_seat", series: string, date: string, service: RotaService, } | { "what": "propose_seats", days: number, } | { "what": "ask_seats", seats: Array<SeatAsked>, } | { "what": "ask_hours", week: string, } | { "what": "tell_hours", hours: Array<number>, } | { "what": "plan_rotation", minutes: number, weeks: number, candidates: Array<number>, } | { "what": "end_hours" } | { "what": "export", title: string, };
export type RoundCommand = { "what": "open", series: string | null, date: string | null, } | { "what": "turn", step: number, text: string, note: string | null, ask: boolean, } | { "what": "pass", step: number, } | { "what": "answer", words: string, text: string, } | { "what": "close" };
export type PlanText = { 
/**
 * What the circle calls it.
 */
title: string, form: SeriesForm, 
/**
 * Name in the IANA time zone database.
 */
zone: string, 
/**
 * The first date that can be one.
 */
start: string, 
/**
 * Time of day in the zone.
 */
time: string, minutes: number, rule: RuleText, 
/**
 * The months of the season, 1 to 12; empty: the whole year.
 */
months: Array<number>, 
/**
 * The last date that can be one.
 */
end: string | null, };
export type SeriesForm = "meeting" | "round";
export type RuleText = { "kind": "once" } | { "kind": "weekly", days: Array<number>, every: number, } | { "kind": "monthly_weekday", nths: Array<number>, day: number, every: number, } | { "kind": "monthly_date", day: number, every: number, } | { "kind": "yearly", month: number, day: number, };
export type RotaService = "keep" | "read" | "greet";
export type SeatAsked = { series: string, date: string, service: RotaService, 
/**
 * Id of the member.
 */
member: string, };
export type Burden = { 
/**
 * Id of the member.
 */
member: string, 
/**
 * The sum of how hard the planned times are for them.
 */
burden: number, };
export type ScheduleView = { 
/**
 * Whether this person may set it and ask people for seats.
 */
can_set: boolean, 
/**
 * By title.
 */
series: Array<SeriesView>, 
/**
 * What is under way or comes in the next two months, by beginning; cancelled ones included.
 */
next: Array<OccurrenceView>, 
/**
 * The open asking for hours.
 */
hours: HoursView | null, 
/**
 * What the template suggests to call it.
 */
title: Text, 
/**
 * What the template suggests for a calendar that others may see.
 */
discreet_title: Text, };
export type SeriesView = { id: string, plan: PlanText, state: SeriesStateView, 
/**
 * This device's time zone database knows the zone; else none of its occurrences are shown, and the app should be
 * updated.
 */
zone_known: boolean, 
/**
 * The first of the series that make up one rotation of times.
 */
rotation: string | null, 
/**
 * When it rests.
 */
breaks: Array<BreakView>, };
export type SeriesStateView = "running" | "resting" | "ended";
export type BreakView = { from: string, 
/**
 * None: until it is resumed.
 */
to: string | null, };
export type OccurrenceView = { series: string, title: string, form: SeriesForm, 
/**
 * Its name in commands: the date on which the rule puts it.
 */
date: string, 
/**
 * When it begins, ms since 1970.
 */
at: number, 
/**
 * When it ends, ms since 1970.
 */
ends: number, 
/**
 * The series' zone, for a second line where the person's own differs.
 */
zone: string, moved: boolean, 
/**
 * It does not happen.
 */
cancelled: boolean, 
/**
 * The services, free ones included.
 */
seats: Array<SeatView>, };
export type SeatView = { service: RotaService, state: SeatStateView, 
/**
 * Who has it or was asked; their name.
 */
member: string | null, name: string | null, is_mine: boolean, 
/**
 * `TakeSeat` is possible.
 */
can_take: boolean, };
export type SeatStateView = "free" | "asked" | "serves" | "offered";
export type HoursView = { 
/**
 * The Monday of the week that is meant.
 */
monday: string, 
/**
 * Who asked; only their devices can read the answers.
 */
by: string, by_me: boolean, 
/**
 * How many have answered.
 */
told: number, 
/**
 * This person has.
 */
told_by_me: boolean, };
export type RoundView = { id: string, 
/**
 * Who leads it.
 */
leader: string, leader_name: string, 
/**
 * When it was opened, ms since 1970.
 */
opened: number, closed: boolean, steps: Array<RoundStepView>, 
/**
 * What is open now.
 */
summary: RoundSummary, 
/**
 * This person may close it.
 */
can_close: boolean, 
/**
 * When it closes by itself if nobody takes another turn, ms since 1970.
 */
quiet_from: number, 
/**
 * The day on which all of its words are gone, days since 1970-01-01 UTC.
 */
expires_day: number, };
export type RoundSummary = { 
/**
 * Members who have not had a turn in a step that is open.
 */
to_come: number, 
/**
 * Turns that ask for answers, have none, and can be answered.
 */
unanswered: number, 
/**
 * Turns that this person may still take now.
 */
mine: number, };
export type RoundStepView = { 
/**
 * Its number in commands, from 0.
 */
number: number, 
/**
 * The phase whose texts it has; None if the charter has it no more.
 */
phase: PhaseCard | null, 
/**
 * Its window, ms since 1970.
 */
from: number, to: number, 
/**
 * Turns are taken now.
 */
open: boolean, 
/**
 * Turns that everybody may take.
 */
each: number, 
/**
 * Turns that this person may still take, windows aside.
 */
mine_left: number, 
/**
 * Turns may ask for answers here.
 */
may_ask: boolean, 
/**
 * In order.
 */
turns: Array<RoundTurnView>, };
export type RoundTurnView = { 
/**
 * Its name in `Answer`; None for a pass.
 */
words: string | null, 
/**
 * Its name in `TapShare` and `TakeBack`; None where this device does not have the words: they are on their way,
 * or were said before this person came.
 */
id: string | null, author: string, author_name: string, is_mine: boolean, state: RoundTurnState, 
/**
 * None when taken back, passed, or not here.
 */
text: string | null, note: string | null, 
/**
 * The author asks for answers.
 */
asks: boolean, 
/**
 * This person may answer now.
 */
can_answer: boolean, 
/**
 * Until when it can be answered, ms since 1970; None where the rule takes no answers.
 */
answers_until: number | null, answers: Array<RoundAnswerView>, taps: Array<TapView>, };
export type RoundTurnState = "said" | "passed" | "taken_back" | "not_here" | "sending";
export type RoundAnswerView = { 
/**
 * Its name in `TapShare` and `TakeBack`; empty while it is on its way.
 */
id: string, author: string, author_name: string, is_mine: boolean, 
/**
 * None when taken back.
 */
text: string | null, taps: Array<TapView>, sending: boolean, };
export type RoundDueView = { series: string, date: string, 
/**
 * When, ms since 1970.
 */
at: number, 
/**
 * Who leads it by the rota.
 */
leader_name: string | null, 
/**
 * From when a deputy may open it, and from when anybody may, ms since 1970.
 */
deputy_from: number, anybody_from: number, 
/**
 * This person may open it now.
 */
can_open: boolean, };
export type GuestView = { part: GuestPart, 
/**
 * Who they are to the circle.
 */
label: string, until_day: number, 
/**
 * They may have to pass on what they hear.
 */
reports: boolean, 
/**
 * The names of the two who let them in, as far as they are known.
 */
by: Array<string>, can_end: boolean, };
export type GuestTermsView = { part: GuestPart, label: string, until_day: number, reports: boolean, };
export type VisitView = { id: string, part: GuestPart, label: string, until_day: number, reports: boolean, 
/**
 * The name of whoever asked.
 */
asked: string, 
/**
 * The name of whoever agreed.
 */
agreed: string | null, can_agree: boolean, can_object: boolean, 
/**
 * The link may be made, and there is none yet.
 */
can_link: boolean, };
export type GuestPart = "speaks" | "observes";
export type GuestCommand = { "what": "ask", part: GuestPart, label: string, days: number, reports: boolean, } | { "what": "agree", visit: string, } | { "what": "object", visit: string, } | { "what": "link", visit: string, words: string, } | { "what": "end", member: string, };
export type CardView = { published: PublishedCardView | null, proposal: CardProposalView | null, 
/**
 * It may be proposed what it says from now on.
 */
can_propose: boolean, can_confirm: boolean, can_withdraw: boolean, can_take_back: boolean, };
export type PublishedCardView = { text: CardText, 
/**
 * The names of the two who agreed, as far as they are known.
 */
by: Array<string>, 
/**
 * Its page on this server: a path.
 */
page: string, shown: CardShown, };
export type CardProposalView = { 
/**
 * Names exactly this.
 */
hash: string, text: CardText, 
/**
 * The name of whoever proposed it.
 */
by: string, by_me: boolean, 
/**
 * The day on which it falls, in days since 1970-01-01 UTC.
 */
falls_day: number, };
export type CardShown = "unknown" | "as_agreed" | "earlier" | "differs" | "missing" | "hidden" | "gone" | "no_directory";
export type CardText = { name: string, 
/**
 * By language tag, in lower case.
 */
text: Text, 
/**
 * Words of the directory by facet: `problem`, `philosophy`, `relation`, `faith`, `goal`, ...
 */
tags: { [key in string]: Array<string> }, 
/**
 * Languages spoken, the main one first.
 */
languages: Array<string>, attendance: CardAttendance, status: CardStatus, 
/**
 * Series of the schedule that are on it.
 */
series: Array<string>, 
/**
 * One may knock.
 */
knock: boolean, };
export type CardAttendance = "online" | "text";
export type CardStatus = "runs" | "paused" | "ended";
export type CardCommand = { "what": "propose", text: CardText, } | { "what": "confirm", hash: string, } | { "what": "withdraw" } | { "what": "take_back" } | { "what": "look" } | { "what": "restore" };
/** Every refusal; each has a sentence in both catalogues. */
export type ErrorCode =
  | "account_erased"
  | "bond_not_shared"
  | "box_damaged"
  | "box_lost"
  | "busy"
  | "circle_full"
  | "circle_name_unusable"
  | "code_differs"
  | "code_needed"
  | "founding_closed"
  | "internal"
  | "invite_expired"
  | "invite_unknown"
  | "invite_used_up"
  | "knock_unknown"
  | "name_in_use"
  | "name_taken"
  | "name_unusable"
  | "no_lock"
  | "no_way_back"
  | "not_adult"
  | "not_allowed"
  | "not_found"
  | "not_in_circle"
  | "not_let_in"
  | "not_signed_in"
  | "offline"
  | "pin_is_passphrase"
  | "pin_too_short"
  | "place_lost"
  | "pledge_not_accepted"
  | "rate_limited"
  | "rolled_back"
  | "server_fault"
  | "server_full"
  | "shared_device"
  | "sheet_gone"
  | "sheets_full"
  | "sign_up_closed"
  | "signed_out_elsewhere"
  | "snapshot_false"
  | "suspended"
  | "template_unknown"
  | "text_too_long"
  | "too_large"
  | "update_needed"
  | "vault_damaged"
  | "vault_full"
  | "waits_for_others"
  | "weak_passphrase"
  | "welcome_false"
  | "wrong_code"
  | "wrong_name_or_passphrase"
  | "wrong_passphrase"
  | "zone_unknown"
  | "refused_malformed"
  | "refused_not_a_member"
  | "refused_leaving"
  | "refused_repeated"
  | "refused_knows_too_much"
  | "refused_not_kept"
  | "refused_name_unusable"
  | "refused_name_taken"
  | "refused_invite_unusable"
  | "refused_invite_unknown"
  | "refused_invite_expired"
  | "refused_invite_used_up"
  | "refused_invite_taken"
  | "refused_too_many_invites"
  | "refused_not_your_invite"
  | "refused_role_unknown"
  | "refused_role_full"
  | "refused_already_serving"
  | "refused_not_serving"
  | "refused_text_empty"
  | "refused_text_too_long"
  | "refused_note_missing"
  | "refused_share_unknown"
  | "refused_share_taken_back"
  | "refused_own_share"
  | "refused_already_tapped"
  | "refused_not_your_share"
  | "refused_not_a_greeter"
  | "refused_circle_full"
  | "refused_member_taken"
  | "refused_key_taken"
  | "refused_pledge_outdated"
  | "refused_no_ground"
  | "refused_rejoin_mismatch"
  | "refused_knock_not_due"
  | "refused_knock_key_unusable"
  | "refused_meeting_running"
  | "refused_may_not_open"
  | "refused_no_meeting"
  | "refused_arrival_key_unusable"
  | "refused_meeting_full"
  | "refused_put_out"
  | "refused_not_present"
  | "refused_not_admitted"
  | "refused_wrong_key_index"
  | "refused_wrong_seals"
  | "refused_nobody_waits"
  | "refused_door_shut"
  | "refused_not_the_keeper"
  | "refused_floor_held"
  | "refused_wrong_phase"
  | "refused_last_phase"
  | "refused_no_hands"
  | "refused_hand_unchanged"
  | "refused_not_your_turn"
  | "refused_wrong_turn"
  | "refused_wrong_lines"
  | "refused_no_feedback_here"
  | "refused_no_feedback_open"
  | "refused_already_keeper"
  | "refused_keeper_here"
  | "refused_silence"
  | "refused_after_the_end"
  | "refused_own_turn"
  | "refused_no_turns_here"
  | "refused_no_turn_yet"
  | "refused_had_turn"
  | "refused_unchanged"
  | "refused_not_as_usual"
  | "refused_not_held_here"
  | "refused_not_held"
  | "refused_share_held"
  | "refused_aftercare_settled"
  | "refused_not_quiet"
  | "refused_service_full"
  | "refused_parts_left"
  | "refused_wrong_part"
  | "refused_last_part"
  | "refused_not_optional"
  | "refused_no_agenda_here"
  | "refused_no_topics_here"
  | "refused_no_topic_open"
  | "refused_too_many_topics"
  | "refused_topic_unknown"
  | "refused_not_your_topic"
  | "refused_no_business_here"
  | "refused_question_open"
  | "refused_too_many_questions"
  | "refused_question_unknown"
  | "refused_already_answered"
  | "refused_wrong_answer"
  | "refused_not_ejected"
  | "refused_already_appealed"
  | "refused_own_removal"
  | "refused_too_new"
  | "refused_may_not_remove"
  | "refused_removal_moved"
  | "refused_too_many_removals"
  | "refused_no_removal"
  | "refused_own_move"
  | "refused_not_your_move"
  | "refused_guest_over"
  | "refused_is_guest"
  | "refused_no_guests"
  | "refused_visit_unusable"
  | "refused_too_many_visits"
  | "refused_visit_unknown"
  | "refused_guests_by_keeper"
  | "refused_guest_here"
  | "refused_card_by_keeper"
  | "refused_card_unusable"
  | "refused_no_card_proposal"
  | "refused_card_keys_mismatch"
  | "refused_no_card"
  | "refused_invite_on_card"
  | "refused_not_a_guest"
  | "refused_last_device"
  | "refused_rekey_due"
  | "refused_paused"
  | "refused_in_corners"
  | "refused_wrong_corners"
  | "refused_no_breakout"
  | "refused_not_your_corner"
  | "refused_corner_key_due"
  | "refused_too_many_lines"
  | "refused_no_typing_here"
  | "refused_no_tags"
  | "refused_taps_unwanted"
  | "refused_note_astray"
  | "refused_no_milestones_here"
  | "refused_may_not_schedule"
  | "refused_series_unknown"
  | "refused_series_unusable"
  | "refused_too_many_series"
  | "refused_no_occurrence"
  | "refused_seat_taken"
  | "refused_not_your_seat"
  | "refused_too_many_seats"
  | "refused_hours_unasked"
  | "refused_hours_unusable"
  | "refused_round_running"
  | "refused_no_round"
  | "refused_round_unusable"
  | "refused_round_too_early"
  | "refused_step_closed"
  | "refused_round_turn_taken"
  | "refused_round_full"
  | "refused_round_not_quiet"
  | "refused_no_answers_here"
  | "refused_answers_closed"
  | "refused_nothing_to_tell"
  | "refused_ahead"
  | "refused_too_old";
