/** Views as the engine would give them, for the tests and the gallery. Not part of the app. */
import type { CardShown, CardText, CircleView, EjectionView, Export, GatheringView, Joining, MeetingView, MemberView, PartedView, PhaseCard, Preview, PutOutView, RemovalView, RemovedView, SheetView, TemplateCard, TurnView, TurnWords, View } from "./engine/types";

export const NOW = Date.UTC(2026, 10, 23, 18, 30);
export const TODAY = Math.floor(NOW / 86_400_000);

export function phase(id: string, en: string, ar: string, kind: PhaseCard["kind"], rule: PhaseCard["rule"], purpose: [string, string]): PhaseCard {
  return {
    id,
    name: { en, ar },
    purpose: { en: purpose[0], ar: purpose[1] },
    cue: { en: "Thank the one who spoke by name. Leave a breath of silence.", ar: "اشكروا من تكلم باسمه، واتركوا لحظة صمت." },
    kind,
    rule,
    seconds: 600,
    turn_seconds: 240,
    parts: [],
    tags: [],
    lines: 0,
    agenda: false,
    bell: "none",
    lights: false,
    milestones: false,
    held: false,
    silence_after: 0,
    optional: false,
    after: false,
  };
}

export const phases: PhaseCard[] = [
  phase("opening", "Arriving", "الوصول", "words", "none", ["A few words to begin, and the pledge.", "بضع كلمات للبداية، ثم العهد."]),
  phase("silence", "Silence", "الصمت", "silence", "none", ["We sit together without words.", "نجلس معًا بلا كلام."]),
  phase("round", "Shares", "المشاركات", "round", "ask", ["Each speaks once, or passes. Feedback only if asked for.", "يتكلم كل واحد مرة أو يمرر. ولا رأي إلا لمن يطلبه."]),
  phase("closing", "Closing", "الختام", "open", "open", ["One thing each takes along.", "شيء واحد يأخذه كل منا معه."]),
];

export const template: TemplateCard = {
  origin: "shipped",
  id: "grief-circle",
  version: "1",
  title: { en: "Grief circle", ar: "حلقة الحزن" },
  summary: { en: "For people who have lost somebody. Shares in turn, feedback only when asked for.", ar: "لمن فقدوا عزيزًا. مشاركات بالدور، ولا رأي إلا لمن يطلبه." },
  bond: { en: "Each of us has lost somebody who was close.", ar: "كل واحد منا فقد شخصًا قريبًا." },
  pledge: {
    en: "What I hear here stays here.\nI speak of myself and give no advice unless asked.\nI let others grieve in their own way.",
    ar: "ما أسمعه هنا يبقى هنا.\nأتكلم عن نفسي ولا أنصح إلا من يطلب.\nأترك للآخرين أن يحزنوا على طريقتهم.",
  },
  vocabulary: { keeper: { en: "host", ar: "المضيف" }, circle: { en: "circle", ar: "حلقة" } },
  minutes: 60,
  calendar: "gregorian",
  phases,
  newcomer_card: [
    { en: "You may pass at any time.", ar: "يمكنكم تمرير الدور في أي وقت." },
    { en: "The first time may feel heavy. That is common.", ar: "قد تكون المرة الأولى ثقيلة، وهذا شائع." },
  ],
  notices: [{ en: "Grief is not an illness, and this circle is not treatment.", ar: "الحزن ليس مرضًا، وهذه الحلقة ليست علاجًا." }],
  roles: [
    { id: "keeper", name: { en: "Keeper", ar: "قيّم" }, seats: 2 },
    { id: "deputy", name: { en: "Deputy", ar: "نائب" }, seats: 2 },
  ],
};

/** With whom Noor has compared keys. */
const standing: Partial<Record<string, MemberView["verified"]>> = { Birch: "yes", Yusuf: "new_keys" };

const people = ["Amal", "Birch", "Dara", "Iris", "Noor", "Umm Salim", "Yusuf"];
const ids = people.map((_, index) => index.toString(16).padStart(2, "0").repeat(16));
export const id = (name: string) => ids[people.indexOf(name)] ?? "";

/** A turn in a phase whose holders may ask for feedback. */
export function turn(number: number, holder: string, change: Partial<TurnView> = {}): TurnView {
  return {
    number,
    holder,
    is_me: false,
    feedback: false,
    open_to_feedback: false,
    sense: "plain",
    wish: "taps",
    most: "ask",
    part: null,
    held: false,
    release: [],
    aftercare: "none",
    aftercare_by: null,
    typing: false,
    draft: null,
    ...change,
  };
}

export function said(words: Pick<TurnWords, "turn" | "holder" | "phase" | "lines" | "taps">): TurnWords {
  return { ...words, tags: [], aftercare: "none", aftercare_by: null };
}

export const gathering: GatheringView = {
  last: false,
  later: [],
  quiet_until: null,
  asker: null,
  my_mode: null,
  away: [],
  my_next_is_held: false,
  services: [],
  topic: null,
  agenda: [],
  questions: [],
  paused: false,
  pause_asked: 0,
  ejecting: [],
  rekey_due: false,
  claims: [],
  notes: [],
  corners: null,
  draw: null,
  stays: false,
  deeds: [],
};

export function meeting(change: Partial<MeetingView> = {}): MeetingView {
  return {
    phase: 2,
    phases,
    tag_names: {},
    phase_began: NOW - 600_000,
    turn_began: NOW - 90_000,
    keeper: id("Birch"),
    i_am_keeper: false,
    can_take_keeping: false,
    keeper_here: true,
    my_place: "inside",
    present: [id("Birch"), id("Noor"), id("Yusuf"), id("Amal"), id("Iris"), id("Umm Salim")],
    waiting: [id("Dara")],
    doors: true,
    turn: turn(7, id("Yusuf")),
    hands: [id("Iris")],
    my_hand: false,
    spoken: [id("Birch"), id("Noor")],
    words: [
      said({
        turn: 5,
        holder: id("Birch"),
        phase: 2,
        lines: [{ author: id("Birch"), text: "I set the table for two again this morning. Then I laughed, and then I did not.", sending: false }],
        taps: [{ tap: "heard", count: 0, mine: true }],
      }),
      said({
        turn: 6,
        holder: id("Noor"),
        phase: 2,
        lines: [{ author: id("Noor"), text: "اليوم مرّت سنة. أردت فقط أن أقول اسمه بصوت مسموع: سليم.", sending: false }],
        taps: [{ tap: "thanks", count: 3, mine: false }],
      }),
      said({
        turn: 7,
        holder: id("Yusuf"),
        phase: 2,
        lines: [
          { author: id("Yusuf"), text: "My brother's phone still rings when I call it. I have kept the contract.", sending: false },
          { author: id("Yusuf"), text: "I know it is foolish. I am not ready.", sending: false },
        ],
        taps: [],
      }),
    ],
    reading: null,
    marks: [],
    late: { en: "We have begun. Come in and listen first.", ar: "بدأنا. ادخل واستمع أولًا." },
    cards: {},
    gathering,
    acts: ["depart", "tap", "hand_up"],
    connected: true,
    unsent: 0,
    ...change,
  };
}

export const myTurn = (): MeetingView =>
  meeting({
    present: [id("Birch"), id("Noor"), id("Yusuf"), id("Amal"), id("Iris")],
    turn: turn(7, id("Noor"), { is_me: true }),
    words: [said({ turn: 7, holder: id("Noor"), phase: 2, lines: [{ author: id("Noor"), text: "I have not said this to anybody yet.", sending: true }], taps: [{ tap: "with_you", count: 2, mine: false }] })],
    acts: ["depart", "say", "done", "done_with_feedback", "pass"],
  });

/** The own turn where one chooses how it may be answered. */
export const myWish = (): MeetingView => {
  const mine = myTurn();
  return { ...mine, turn: turn(7, id("Noor"), { is_me: true, wish: "taps" }), gathering: { ...gathering, deeds: [...(["silent", "taps", "ask"] as const).map((wish) => ({ deed: "wish" as const, wish })), { deed: "hold", up: true }, { deed: "typing", on: true }] } };
};

export const keeping = (): MeetingView =>
  meeting({ keeper: id("Noor"), i_am_keeper: true, acts: ["depart", "tap", "door", "move_on", "next_phase", "close"] });

/** Everything that a room can show at once, to look at it. */
export const busy = (): MeetingView =>
  meeting({
    keeper: id("Noor"),
    i_am_keeper: true,
    turn: turn(7, id("Noor"), { is_me: true, held: true, part: 1, most: "open", wish: "taps", typing: true }),
    phases: phases.map((phase) => ({ ...phase, parts: [{ id: "last", name: { en: "Last week", ar: "الأسبوع الماضي" }, hint: { en: "One line is enough.", ar: "يكفي سطر." } }, { id: "next", name: { en: "Next week", ar: "الأسبوع القادم" }, hint: { en: "One small step.", ar: "خطوة صغيرة." } }] })),
    tag_names: { noticed: { en: "Noticed it", ar: "لاحظه" } },
    reading: { title: { en: "A beginning", ar: "بداية" }, text: { en: "We come as we are, and we go a little lighter.", ar: "نأتي كما نحن، ونمضي أخفّ قليلًا." } },
    marks: [1, 30, 90],
    cards: { opening: { en: "Open on time, even when few have come.", ar: "افتتح في الموعد ولو حضر القليل." }, crisis: { en: "Stay with them, and show where help is.", ar: "ابق معه وأرِه أين العون." } },
    acts: ["depart", "say", "done", "pass", "propose", "ask_hands", "answer_hands", "milestone", "note", "draft", "door", "next_phase", "close"],
    gathering: {
      ...gathering,
      later: [id("Amal")],
      services: [{ service: "time", members: [id("Iris")] }],
      topic: 1,
      agenda: [
        { number: 1, author: id("Yusuf"), title: "Sleep", interest: 3, interested: true, open: true, over: false },
        { number: 2, author: id("Amal"), title: "كيف نقول لا", interest: 1, interested: false, open: false, over: false },
      ],
      questions: [{ number: 1, by: id("Iris"), text: "Shall we stay ten minutes longer?", open: true, over: false, answered: 2, i_answered: false, yes: 0, no: 0, aside: 0, carried: null }],
      pause_asked: 1,
      claims: [{ member: id("Umm Salim"), days: 30, text: "With your help." }],
      notes: [{ from: id("Amal"), text: "I have to go at nine." }],
      deeds: [
        ...(["silent", "taps", "open"] as const).map((wish) => ({ deed: "wish" as const, wish })),
        { deed: "hold", up: false },
        { deed: "typing", on: false },
        { deed: "next_part" },
        { deed: "later", up: true },
        ...(["listening", "paused", "away"] as const).map((mode) => ({ deed: "be" as const, mode })),
        { deed: "volunteer", service: "read", up: true },
        { deed: "pause", on: true },
        { deed: "last", on: true },
        { deed: "close_topic" },
        { deed: "interest", topic: 2, up: true },
        { deed: "open_topic", topic: 2 },
        { deed: "close_hands", question: 1 },
      ],
    },
  });

const until = NOW + 8 * 60_000;

/** In a small corner with Yusuf. */
export const inCorner = (change: Partial<NonNullable<GatheringView["corners"]>> = {}): MeetingView =>
  meeting({
    turn: null,
    words: [],
    acts: ["depart", "note", "corner_say"],
    gathering: {
      ...gathering,
      agenda: [{ number: 1, author: id("Yusuf"), title: "Sleep", interest: 3, interested: true, open: false, over: false }],
      corners: {
        until,
        corners: [
          { members: [id("Noor"), id("Yusuf")], topic: 1 },
          { members: [id("Birch"), id("Amal"), id("Iris")], topic: null },
        ],
        mine: 0,
        ready: true,
        alone: false,
        circle: [id("Dara")],
        lines: [
          { author: id("Yusuf"), text: "I lie awake and count the trains.", sending: false },
          { author: id("Noor"), text: "أنا أيضًا.", sending: true },
        ],
        ...change,
      },
      deeds: [{ deed: "leave_corner" }],
    },
  });

/** Others are in corners; this person keeps the meeting and is in the circle. */
export const besideCorners = (): MeetingView => {
  const room = inCorner({ mine: null, ready: false, lines: [], corners: [{ members: [id("Birch"), id("Yusuf")], topic: null }, { members: [id("Amal"), id("Iris")], topic: 1 }], circle: [id("Noor"), id("Dara")] });
  return { ...room, keeper: id("Noor"), i_am_keeper: true, acts: ["depart", "note", "close"], gathering: { ...room.gathering, deeds: [{ deed: "come_back" }] } };
};

/** The keeper draws who goes with whom. */
export const drawing = (state: "asking" | "ready" | "nobody" | null): MeetingView => {
  const room = keeping();
  const corners = state === "ready" ? [{ members: [id("Noor"), id("Yusuf")], topic: null }, { members: [id("Birch"), id("Amal"), id("Iris")], topic: null }] : [];
  return {
    ...room,
    turn: null,
    acts: ["depart", "next_phase", "close", "break_out"],
    gathering: {
      ...gathering,
      agenda: [{ number: 1, author: id("Yusuf"), title: "Sleep", interest: 3, interested: true, open: false, over: false }],
      draw: state && { state, seconds: 480, corners, circle: state === "ready" ? [id("Dara")] : [] },
      deeds: [{ deed: "pause", on: true }],
    },
  };
};

/** A circle in which this person has blocked Yusuf. */
export const withBlock = (change: Partial<CircleView> = {}): CircleView => {
  const whole = circle(change);
  return { ...whole, members: whole.members.map((member) => ({ ...member, blocked: member.name === "Yusuf" })) };
};

/** A second one who keeps the meeting has said that somebody should leave. */
export const ejecting = (by = "Birch"): MeetingView => {
  const keeps = busy();
  return { ...keeps, keeper: id("Birch"), i_am_keeper: false, gathering: { ...keeps.gathering, ejecting: [{ member: id("Yusuf"), by: [id(by)], reason: "attacking" }] } };
};

export function ejection(change: Partial<EjectionView> = {}): EjectionView {
  return { meeting: "07".repeat(16), member: id("Noor"), day: TODAY, reason: "disturbing", appealed: false, mine: true, running: true, ...change };
}

/** Seen by one who keeps meetings. */
export const appeal = (): EjectionView => ejection({ member: id("Yusuf"), reason: "pledge", day: TODAY - 2, appealed: true, mine: false, running: false });

export const atTheDoor = (): MeetingView =>
  meeting({ my_place: "waiting", waiting: [id("Noor")], present: [id("Birch"), id("Yusuf"), id("Amal")], words: [], acts: ["depart"] });

export const outside = (): MeetingView => meeting({ my_place: "outside", waiting: [], present: [id("Birch"), id("Yusuf")], words: [], acts: ["arrive"] });

export const openPhase = (): MeetingView =>
  meeting({
    phase: 3,
    turn: null,
    turn_began: null,
    hands: [],
    words: [
      said({
        turn: 0,
        holder: id("Birch"),
        phase: 3,
        lines: [
          { author: id("Birch"), text: "I take along that nobody hurried me.", sending: false },
          { author: id("Noor"), text: "آخذ معي أنني لست وحدي.", sending: false },
        ],
        taps: [],
      }),
    ],
    acts: ["depart", "say"],
  });

/** Twenty-two people, to see a full ring. */
export function fullRing(): { circle: CircleView; meeting: MeetingView } {
  const many = Array.from({ length: 22 }, (_, index) => ({ id: `m${index}`, name: `${people[index % people.length] ?? ""} ${index}`, is_me: index === 4, roles: [], leaving: false, can_remove: false, verified: "no" as const, guest: null, blocked: false, new_keys_day: null }));
  const room = meeting({ present: many.map((member) => member.id), keeper: "m0", turn: turn(3, "m8"), words: [], waiting: [], hands: ["m12"], spoken: ["m1"] });
  return { circle: { ...circle({ meeting: room }), me: "m4", members: many }, meeting: room };
}

export function circle(change: Partial<CircleView> = {}): CircleView {
  return {
    index: 0,
    state: "ready",
    name: "Thursday lanterns",
    bond: template.bond,
    pledge: template.pledge,
    template: template.id,
    vocabulary: template.vocabulary,
    retention_days: 30,
    welcome: "open",
    calendar: "gregorian",
    notices: template.notices,
    newcomer_card: template.newcomer_card,
    me: id("Noor"),
    members: people.map((name) => ({ id: id(name), name, is_me: name === "Noor", roles: name === "Birch" ? ["keeper"] : [], leaving: false, can_remove: false, verified: standing[name] ?? "no", guest: null, blocked: false, new_keys_day: name === "Yusuf" || name === "Iris" ? TODAY - 2 : null })),
    confirmed_by: null,
    differs: false,
    parted: null,
    visits: [],
    may_ask_guests: [],
    card: { published: null, proposal: null, can_propose: false, can_confirm: false, can_withdraw: false, can_take_back: false },
    removals: [],
    removed: [],
    suspended: null,
    roles: [
      { id: "keeper", name: { en: "Keeper", ar: "قيّم" }, seats: 2, holders: [id("Birch")], can_serve: true, can_stand_down: false },
      { id: "deputy", name: { en: "Deputy", ar: "نائب" }, seats: 2, holders: [], can_serve: true, can_stand_down: false },
    ],
    shares: [
      {
        id: "s1",
        author: id("Iris"),
        author_name: "Iris",
        is_mine: false,
        text: "Tomorrow is the day. I will go to the sea with his jacket. If somebody thinks of us at noon, that helps.",
        wish: "just_listen",
        note: null,
        expires_day: TODAY + 29,
        taps: [{ tap: "with_you", count: 0, mine: true }],
        sending: false,
      },
      { id: "s2", author: id("Yusuf"), author_name: "Yusuf", is_mine: false, text: "The ward, the last night, all of it.", wish: "ask_me", note: "hospital", expires_day: TODAY + 12, taps: [], sending: false },
      {
        id: "s3",
        author: id("Noor"),
        author_name: "Noor",
        is_mine: true,
        text: "أول عيد من دونه. كيف تمضون أنتم مثل هذا اليوم؟",
        wish: "experience",
        note: null,
        expires_day: TODAY + 30,
        taps: [{ tap: "me_too", count: 2, mine: false }],
        sending: false,
      },
      { id: "s4", author: id("Amal"), author_name: "Amal", is_mine: false, text: null, wish: "advice", note: null, expires_day: TODAY + 3, taps: [], sending: false },
    ],
    invites: [{ id: "i1", fragment: "q8Zt0nWmJr2vYk5xLc7bDfHs", uses_left: 3, expires_day: TODAY + 7, mine: true, for_guest: false }],
    knocks: [],
    meeting: null,
    can_open_meeting: true,
    meetings_held: 4,
    ejections: [],
    schedule: { can_set: false, series: [], next: [], hours: null, title: {}, discreet_title: {} },
    rounds: [],
    round_due: null,
    outbox: 0,
    ...change,
  };
}

/** As it is shown to somebody who may confirm it. */
export const removal: RemovalView = {
  member: id("Yusuf"),
  name: "Yusuf",
  by: "Birch",
  reason: "pledge",
  words: "What was said on Thursday was told outside.",
  until_day: TODAY + 6,
  decided: false,
  about_me: false,
  can_confirm: true,
  can_withdraw: false,
};

export const removed: RemovedView = { name: "Umm Salim", day: TODAY - 1, reason: "attacking", by: ["Birch", "Iris"] };

/** Noor is told that she had to leave a circle. */
export const putOut: PutOutView = { id: id("Noor"), index: null, circle: "Thursday lanterns", day: TODAY - 1, reason: "other", words: "It was too loud for some of us.", by: ["Birch", "Iris"] };

/** A circle in which this person keeps, and may ask that somebody leaves. */
export const keptCircle = (change: Partial<CircleView> = {}): CircleView => {
  const plain = circle();
  return { ...plain, members: plain.members.map((member) => ({ ...member, can_remove: !member.is_me })), ...change };
};

export const knock = { id: "k1", name: "Rana", words: "My sister died in spring. A friend told me about you.", guest: null };

export const preview: Preview = {
  circle_name: "Thursday lanterns",
  bond: template.bond,
  pledge: template.pledge,
  words: "We thought of you. Come and only listen, if you like.",
  newcomer_card: template.newcomer_card,
  notices: template.notices,
  welcome: "greeter",
  guest: null,
};

const terms = { part: "speaks" as const, label: "Pharmacist at the clinic", until_day: TODAY + 2, reports: true };

/** A circle with a guest and one who is asked for; the guest looks at it, or a member does. */
export function withGuests(asGuest = false, change: Partial<CircleView> = {}): CircleView {
  const whole = circle(change);
  const whose = asGuest ? whole.me : id("Iris");
  const guest = { ...terms, by: ["Birch", "Amal"], can_end: !asGuest };
  return {
    ...whole,
    members: whole.members.map((member) => ({ ...member, guest: member.id === whose ? guest : null })),
    may_ask_guests: asGuest ? [] : ["speaks", "observes"],
    visits: asGuest
      ? []
      : [
          { id: "7", part: "observes", label: "Nursing student", until_day: TODAY + 7, reports: false, asked: "Yusuf", agreed: null, can_agree: true, can_object: true, can_link: false },
          { id: "9", part: "speaks", label: "Dietitian", until_day: TODAY + 9, reports: false, asked: "Noor", agreed: "Birch", can_agree: false, can_object: true, can_link: true },
        ],
  };
}

const cardText: CardText = {
  name: "Lanterns by the sea",
  text: { en: "We lost somebody, and we remember together. You can only listen, as long as you like.\nNobody is asked for a name." },
  tags: { problem: ["grief"], philosophy: ["grief", "peer"], relation: ["bereaved"], faith: ["own"] },
  languages: ["en", "ar"],
  attendance: "online",
  status: "runs",
  series: ["s1"],
  knock: true,
};

/** A circle with a card, as somebody who keeps it sees it; with a change that waits, if `proposed`. */
export function withCard(shown: CardShown = "as_agreed", proposed = false, change: Partial<CircleView> = {}): CircleView {
  const published = { text: cardText, by: ["Birch", "Noor"], page: "/meeting/circle-5f0c4bb2a1d94d0e8c6f3a7b9d2e1f00", shown };
  const proposal = { hash: "ab".repeat(32), text: { ...cardText, status: "paused" as const, knock: false }, by: "Birch", by_me: false, falls_day: TODAY + 14 };
  return circle({
    card: { published, proposal: proposed ? proposal : null, can_propose: true, can_confirm: proposed, can_withdraw: proposed, can_take_back: true },
    ...change,
  });
}

/** A first card that somebody else has proposed. */
export function withProposal(): CircleView {
  const whole = withCard("as_agreed", true);
  return { ...whole, card: { ...whole.card, published: null, can_take_back: false } };
}

export const guestPreview: Preview = { ...preview, guest: terms };

export function joining(stage: Joining["stage"], error: Joining["error"] = null): Joining {
  return { stage, preview: stage === "reading" || stage === "failed" ? null : preview, error };
}

export function view(change: Partial<View> = {}): View {
  return {
    session: { state: "signed_in", name: "quietharbour", shared_device: false, list_put_back: false, renewal: null, lock_minutes: null },
    network: "online",
    circles: [circle({ meeting: meeting() }), circle({ index: 1, name: "حلقة الفجر", bond: { en: "We care for somebody who is ill.", ar: "كل منا يعتني بمريض قريب." }, knocks: [knock] })],
    joining: null,
    put_out: [],
    sheets,
    ...change,
  };
}

export const words: Export = {
  format: "stayhere-own-words",
  version: 1,
  made: "2026-11-23",
  name: "noor",
  circles: [
    {
      complete: true,
      name: "Lanterns",
      my_name: "Noor",
      bond: template.bond,
      pledge: template.pledge,
      my_roles: [],
      shares: [{ written: "2026-11-20", text: "I set <b>two</b> cups & laughed.", note: "about loss", wish: "just_listen" }],
      lines: ["I have not said this to anybody yet."],
    },
    { complete: false, name: "", my_name: "N.", bond: {}, pledge: {}, my_roles: [], shares: [], lines: [] },
  ],
  sheets: [{ created: "2026-11-21", title: "To Salim", text: "I kept <your> keys." }],
};

export const sheets: SheetView[] = [
  { id: "a1", title: "To Salim", created_day: TODAY, state: "saved", parted: false },
  { id: "b2", title: "", created_day: TODAY - 3, state: "waiting", parted: true },
];

export const code = {
  words: ["unguarded", "lantern", "orchard", "pebble", "violin", "harbour", "thankful", "blanket"],
  numbers: [7321, 41, 4480, 4719, 7560, 3155, 0, 602],
  code: "6f1c".repeat(16),
};

export const parted: PartedView = {
  day: TODAY - 1,
  words: [
    { id: "aa".repeat(32), text: "I slept the whole night, for the first time since March.", note: null },
    { id: "bb".repeat(32), text: "أشتاق إلى صوته.", note: null },
  ],
};

export const templates: TemplateCard[] = [template, { ...template, id: "steps-fellowship", title: { en: "Steps fellowship", ar: "رفقة الخطوات" }, summary: { en: "For people who want to stop. Steps, shares without replies.", ar: "لمن يريدون التوقف. خطوات ومشاركات بلا ردود." } }];
