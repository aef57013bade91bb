/** A meeting in a part of each kind, as the engine would give it to Noor, for the tests and the gallery. Not part of the app. */
import { gathering, id, meeting, phase, phases, said, turn } from "./fixtures";
import type { GatheringView, MeetingView, PhaseCard, PhaseKind } from "./engine/types";

type Names = [en: string, ar: string];
type Rest = Omit<Partial<MeetingView>, "gathering" | "phases">;

const PART = 1;

/** The meeting stands in a part of that kind, between the first and the last. */
function within(kind: PhaseKind, [name, purpose]: [Names, Names], card: Partial<PhaseCard>, change: Rest, told: Partial<GatheringView> = {}): MeetingView {
  const [first, , , last] = phases as [PhaseCard, PhaseCard, PhaseCard, PhaseCard];
  const part = { ...phase(kind, ...name, kind, "none", purpose), ...card };
  return meeting({ phase: PART, phases: [first, part, last], waiting: [], hands: [], spoken: [], words: [], acts: ["depart", "note"], ...change, gathering: { ...gathering, ...told } });
}

const words = (number: number, holder: string, ...lines: string[]) => said({ turn: number, holder: id(holder), phase: PART, lines: lines.map((text) => ({ author: id(holder), text, sending: false })), taps: [] });
const named = (of: string, en: string, ar: string, hint: Names = ["", ""]) => ({ id: of, name: { en, ar }, hint: { en: hint[0], ar: hint[1] } });
const mine = { is_me: true } as const;

export const kinds: Record<PhaseKind, () => MeetingView> = {
  words: () =>
    within("words", [["Welcome", "الترحيب"], ["We arrive, and we hear how the hour will go.", "نصل، ونسمع كيف ستمضي الساعة."]], {}, {
      turn: turn(7, id("Birch")),
      words: [words(7, "Birch", "Welcome, all of you. What is said here stays here.", "You may always pass.")],
    }),
  silence: () =>
    within("silence", [["Silence", "الصمت"], ["One quiet minute to put down what we carried in.", "دقيقة هدوء نضع فيها ما حملناه معنا."]], { bell: "both" }, { turn: null, turn_began: null }),
  reading: () =>
    within("reading", [["Readings", "القراءات"], ["Short texts that this circle has chosen for itself.", "نصوص قصيرة اختارتها هذه الحلقة لنفسها."]], { turn_seconds: 120 }, {
      turn: turn(7, id("Noor"), mine),
      reading: {
        title: { en: "Beginning again", ar: "البدء من جديد" },
        text: {
          en: "Some of us stopped once and stayed stopped. Many of us began several times. A fall does not wipe out what we have learned; it shows us a place where the ground was thin.",
          ar: "بعضنا توقف مرة واحدة وبقي على ذلك، وكثيرون منا بدأوا مرات عدة. التعثر لا يمحو ما تعلمناه، بل يرينا موضعًا كانت الأرض فيه رقيقة.",
        },
      },
      acts: ["depart", "say", "done", "pass", "note"],
    }),
  welcome: () =>
    within("welcome", [["Newcomers and visitors", "القادمون الجدد والزوار"], ["Whoever is new may say hello. Nobody has to.", "لمن هو جديد أن يلقي التحية، ولا أحد مجبر."]], { turn_seconds: 60 }, {
      turn: turn(7, id("Noor"), mine),
      acts: ["depart", "say", "done", "pass", "note"],
    }),
  round: () =>
    within("round", [["One thing", "أمر واحد"], ["Everybody says one line, or passes.", "يقول كل واحد سطرًا، أو يمرر."]], { lines: 1, turn_seconds: 60 }, {
      turn: turn(7, id("Yusuf"), { most: "taps" }),
      spoken: [id("Birch"), id("Noor")],
      words: [words(5, "Birch", "I went for a walk."), words(6, "Noor", "نمت ليلة كاملة."), words(7, "Yusuf", "I called my sister.")],
      acts: ["depart", "tap", "note"],
    }),
  queue: () =>
    within("queue", [["Milestones", "محطات"], ["A day, a month, a year: we are glad with each other.", "يوم أو شهر أو سنة: نفرح معًا."]], { milestones: true, rule: "tags" }, {
      turn: turn(7, id("Yusuf"), { most: "taps" }),
      my_hand: true,
      hands: [id("Iris"), id("Noor")],
      marks: [1, 30, 60, 90, 365],
      words: [words(7, "Yusuf", "Thirty days today.")],
      acts: ["depart", "tap", "hand_down", "milestone", "note"],
    }, { claims: [{ member: id("Yusuf"), days: 30, text: "With your help." }, { member: id("Iris"), days: 0, text: "بداية جديدة" }] }),
  open: () =>
    within("open", [["Talk", "حديث"], ["We talk freely, and listen to each other.", "نتحدث بحرية ويصغي بعضنا إلى بعض."]], { rule: "open" }, {
      turn: null,
      turn_began: null,
      words: [
        said({
          turn: 0,
          holder: id("Birch"),
          phase: PART,
          lines: [
            { author: id("Birch"), text: "I take along that nobody hurried me.", sending: false },
            { author: id("Noor"), text: "آخذ معي أنني لست وحدي.", sending: true },
          ],
          taps: [],
        }),
      ],
      acts: ["depart", "say", "note"],
    }),
  presenter: () =>
    within("presenter", [["Topic", "الموضوع"], ["One of us opens the subject of today from own experience.", "يفتح أحدنا موضوع اليوم من تجربته."]], { turn_seconds: 600 }, { turn: null, turn_began: null, acts: ["depart", "hand_up", "note"] }, {
      deeds: [{ deed: "volunteer", service: "present", up: true }],
    }),
  ask: () =>
    within("ask", [["Ask the circle", "سؤال للحلقة"], ["One asks, everybody may answer once.", "يسأل أحدنا ولكل واحد أن يجيب مرة."]], { turn_seconds: 90 }, {
      turn: turn(7, id("Noor"), { ...mine, sense: "answer" }),
      words: [words(6, "Yusuf", "How do you get through the evenings?"), words(7, "Noor")],
      acts: ["depart", "say", "done", "pass", "note"],
    }, { asker: id("Yusuf") }),
  work: () =>
    within("work", [["Topics", "المواضيع"], ["We work through the list, one topic at a time.", "نمضي في القائمة موضوعًا موضوعًا."]], { agenda: true, rule: "open" }, {
      turn: null,
      turn_began: null,
      acts: ["depart", "hand_up", "propose", "note"],
    }, {
      topic: 1,
      agenda: [
        { number: 1, author: id("Yusuf"), title: "Sleep, and how to find it again after a night shift", interest: 3, interested: true, open: true, over: false },
        { number: 2, author: id("Amal"), title: "كيف نقول لا", interest: 1, interested: false, open: false, over: false },
        { number: 3, author: id("Noor"), title: "Visitors", interest: 2, interested: false, open: false, over: true },
      ],
      deeds: [{ deed: "interest", topic: 2, up: true }, { deed: "interest", topic: 1, up: false }],
    }),
  example: () =>
    within("example", [["Examples", "أمثلة"], ["An ordinary moment and the tools that helped.", "لحظة عادية والأدوات التي نفعت."]], {
      rule: "tags",
      tags: ["noticed", "small_step", "asked", "let_be"],
      parts: [named("event", "What happened", "ما حدث"), named("inside", "What went on inside", "ما جرى في الداخل"), named("tools", "Which tools", "أي أدوات"), named("before", "How it was before", "كيف كان من قبل")],
    }, {
      turn: turn(7, id("Yusuf"), { part: 2, most: "taps" }),
      tag_names: { noticed: { en: "Noticed it", ar: "لاحظه" }, small_step: { en: "A small step", ar: "خطوة صغيرة" }, asked: { en: "Asked for help", ar: "طلب العون" }, let_be: { en: "Let it be", ar: "تركه كما هو" } },
      words: [{ ...words(7, "Yusuf", "The bus was full and I got off.", "I waited for the next one."), tags: [{ tag: "noticed", count: 1, mine: true }] }],
      acts: ["depart", "tap", "tag", "hand_up", "note"],
    }),
  sheet: () =>
    within("sheet", [["Solving together", "نحلّها معًا"], ["One brings a problem, and we go through it step by step.", "يأتي أحدنا بمشكلة فنمضي فيها خطوة خطوة."]], {
      rule: "open",
      parts: [
        named("problem", "The problem", "المشكلة"),
        named("tried", "What was tried", "ما جُرّب"),
        named("ideas", "Ideas", "أفكار", ["Others may write too. Nothing is weighed yet.", "للآخرين أن يكتبوا أيضًا، ولا شيء يوزن بعد."]),
        named("weigh", "Weighing", "موازنة"),
        named("first_step", "A first step", "خطوة أولى"),
      ],
    }, {
      turn: turn(7, id("Noor"), { ...mine, part: 2, most: "open", wish: "open" }),
      words: [words(7, "Noor", "My mother needs somebody on Mondays.")],
      acts: ["depart", "say", "done", "pass", "draft", "note"],
    }, {
      deeds: [{ deed: "next_part" }, ...(["silent", "taps", "open"] as const).map((wish) => ({ deed: "wish" as const, wish })), { deed: "typing", on: true }],
    }),
  plans: () =>
    within("plans", [["Plans", "خطط"], ["A small plan for the week, one after the other.", "خطة صغيرة للأسبوع، واحدًا بعد آخر."]], {
      parts: [named("what", "What", "ماذا"), named("how_much", "How much", "كم"), named("when", "When", "متى"), named("how_often", "How often", "كم مرة"), named("confidence", "How sure, from 0 to 10", "مدى الثقة من 0 إلى 10", ["Under seven: make the plan smaller.", "أقل من سبعة: صغّر الخطة."])],
    }, {
      turn: turn(7, id("Noor"), { ...mine, part: 4 }),
      acts: ["depart", "say", "done", "pass", "note"],
    }),
  business: () =>
    within("business", [["News and giving", "الأخبار والعطاء"], ["What helps this circle to go on.", "ما يعين هذه الحلقة على الاستمرار."]], { turn_seconds: 60 }, {
      turn: null,
      turn_began: null,
      acts: ["depart", "hand_up", "ask_hands", "answer_hands", "note"],
    }, {
      questions: [
        { number: 1, by: id("Iris"), text: "Shall we begin half an hour later in winter?", open: false, over: true, answered: 5, i_answered: true, yes: 3, no: 1, aside: 1, carried: true },
        { number: 2, by: id("Yusuf"), text: "هل نقرأ نصًا جديدًا في الأسبوع القادم؟", open: true, over: false, answered: 2, i_answered: false, yes: 0, no: 0, aside: 0, carried: null },
      ],
      deeds: [{ deed: "volunteer", service: "read", up: true }, { deed: "be", mode: "listening" }, { deed: "ask_pause" }, { deed: "later", up: true }],
    }),
};
