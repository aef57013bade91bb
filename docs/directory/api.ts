// Made from openapi.json by `UPDATE=1 cargo nextest run -E 'package(directory) & test(api)'`; do not edit.

/** Nothing takes place from a date to a date. */
export type Absence = {
  /** The first date. */
  from: string;
  /** The last date; none: until somebody says so. */
  to?: string;
};

/** What those who come may need. */
export type Access = "wheelchair" | "wheelchair-bathroom" | "sign-language" | "hearing" | "sight" | "captions" | "childcare" | "children" | "transport" | "fragrance-free" | "smoke-free" | "smoking" | "animals" | "outdoors" | "masks" | "parking";

/** How one attends. */
export type Attendance = "in-person" | "online" | "hybrid" | "text";

/** For whom it is first of all, by their own word. */
export type Audience = "women" | "men" | "lgbtq" | "transgender" | "non-binary" | "young" | "older" | "newcomers" | "people-of-colour" | "indigenous" | "parents" | "couples" | "professionals" | "dual-diagnosis" | "adult-children" | "grandparents" | "institution";

/** Whom one can ask, as its owners made it public. */
export type Contact = {
  /** An address for mail. */
  email?: string;
  /** A name. */
  name?: string;
  /** A number. */
  phone?: string;
};

/** Whether one answers what another has shared. */
export type Crosstalk = "off" | "ask" | "open";

/** A day of the week. */
export type Day = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";

/** Whether words of faith belong to it. */
export type Faith = "on" | "off" | "own";

/** What happens there. */
export type Form = "discussion" | "speaker" | "step-study" | "tradition-study" | "literature" | "meditation" | "questions" | "candlelight" | "sharing" | "birthday" | "daily-text" | "meal" | "small-groups" | "varies" | "workshop" | "writing" | "business" | "concept-study";

/** What those who come want to reach. */
export type Goal = "abstinence" | "reduction" | "own" | "none" | "switch";

/** What was found. */
export type Kind = "meeting" | "circle";

/** A source. Where its feed is, is not told: the address of a restricted feed has its key in it. */
export type Listed = {
  /** The last good fetch (RFC 3339, UTC). */
  fetched?: string;
  /** Its name in `Meeting.sources`. */
  id: string;
  /** In which convention it speaks. */
  kind: SourceKind;
  /** Meetings that it lists here, those included that another source lists too. */
  meetings: number;
  /** Who it is. */
  name: string;
  /** The fellowship or programme of entries that name none. */
  programme?: string;
  /** It has been silent for long. */
  stale: boolean;
  /** The zone of entries that name none (IANA). */
  zone: string;
};

/** A meeting, or a circle that shows itself. What nobody has stated is not there, or is an empty list: silence is no statement. */
export type Meeting = {
  /** What makes it reachable. */
  access: Access[];
  /** How one attends. */
  attendance: Attendance;
  /** For whom first of all. */
  audience: Audience[];
  /** Whom one can ask. */
  contacts: Contact[];
  crosstalk?: Crosstalk;
  faith?: Faith;
  /** What happens there. */
  forms: Form[];
  goal?: Goal;
  /** The group that holds it, if that has a name of its own. */
  group?: string;
  /** Its number, which stays. */
  id: string;
  /** Which of the two it is. */
  kind: Kind;
  /** Where one knocks, of a circle that takes people in. */
  knock?: string;
  /** Languages spoken (RFC 5646), the main one first. */
  languages: string[];
  /** Of what another Stayhere server lists: from whom that one has it. */
  listed_by?: string;
  /** How far away it is in metres, if a place was asked for. */
  metres?: number;
  /** Its name. */
  name: string;
  next?: Occurrence;
  /** About it, plain text. */
  notes?: string;
  online?: Online;
  openness?: Openness;
  /** Its page on this server. */
  page: string;
  /** How it works. */
  philosophies: Philosophy[];
  place?: Place;
  /** What it is about. */
  problems: Problem[];
  /** The fellowship or programme, as the source calls it. */
  programme?: string;
  /** For whom. */
  relations: Relation[];
  /** When; empty: by appointment. */
  schedule: Schedule[];
  /** Its name in addresses. */
  slug?: string;
  /** Who lists it, by the ids of `/api/v1/sources`, its own source first. */
  sources: string[];
  /** Its source has been silent for long: look whether it still takes place. */
  stale: boolean;
  /** Whether it takes place. */
  status: Status;
  /** When its owners last changed it (RFC 3339, UTC). */
  updated?: string;
  /** Its own page elsewhere. */
  url?: string;
};

/** A page of what a search finds. */
export type Meetings = {
  /** Those of this page, in order. */
  meetings: Meeting[];
  /** The address of the next page. */
  next?: string;
  /** This page, from 1. */
  page: number;
  /** How many pages there are, at least 1. */
  pages: number;
  /** Results on a full page. */
  size: number;
  /** Results on all pages. */
  total: number;
};

/** One that takes place at another time. */
export type Moved = {
  /** The date on which the rule puts it. */
  from: string;
  /** When it begins. */
  time: string;
  /** The date on which it is. */
  to: string;
};

/** A time that it takes place. */
export type Occurrence = {
  /** Until when. */
  ends: string;
  /** From when (RFC 3339, UTC). */
  starts: string;
};

/** Ways in over the network. */
export type Online = {
  /** A number to dial in. */
  phone?: string;
  /** What one needs to know with it. */
  phone_notes?: string;
  /** An address that opens the meeting. */
  url?: string;
  /** What one needs to know with it. */
  url_notes?: string;
};

/** Who may come. */
export type Openness = "open" | "closed";

/** How it works: the second axis. */
export type Philosophy = "steps" | "self-management" | "secular" | "mindful" | "training" | "peer" | "voices" | "grief" | "stages" | "carers" | "listening";

/** Where; for what is online alone, the area to which it belongs. */
export type Place = {
  /** Nobody can go there by it. */
  approximate: boolean;
  /** The town. */
  city?: string;
  /** The country. */
  country?: string;
  /** The county or its like. */
  county?: string;
  /** The whole address in one line, if the source gives it so. */
  formatted?: string;
  /** Degrees north (WGS 84). */
  latitude?: number;
  /** Degrees east. */
  longitude?: number;
  /** The building, the room. */
  name?: string;
  /** How to find it. */
  notes?: string;
  /** The postal code. */
  postal_code?: string;
  /** The state, the province. */
  province?: string;
  /** Regions, from general to specific. */
  regions: string[];
  /** Street and number. */
  street?: string;
};

/** The problem that a meeting is about: the first axis. */
export type Problem = "addiction" | "alcohol" | "drugs" | "gambling" | "eating" | "sex-and-love" | "money" | "nicotine" | "screens" | "relationships" | "mental-health" | "illness" | "grief" | "trauma" | "care" | "listening";

/** On which days. */
export type Recurrence = {
  kind: "once";
} | {
  /** On which days. */
  days: Day[];
  /** 1: every week. */
  every: number;
  kind: "weekly";
} | {
  /** Which day. */
  day: Day;
  /** 1: every month. */
  every: number;
  kind: "monthly-weekday";
  /** Which weeks of the month. */
  weeks: Week[];
} | {
  /** 1 to 31. */
  day: number;
  /** 1: every month. */
  every: number;
  kind: "monthly-date";
} | {
  /** 1 to 31. */
  day: number;
  kind: "yearly";
  /** 1 to 12. */
  month: number;
};

/** Why there is no answer. */
export type Refusal = {
  /** A sentence for whoever writes the program. */
  message: string;
};

/** How somebody who comes stands to the problem. */
export type Relation = "self" | "family" | "bereaved" | "carer" | "ally";

/** One of an entry's times: a rule from a start date on, on the wall of a time zone, with what was agreed otherwise. */
export type Schedule = {
  /** When it rests. */
  breaks: Absence[];
  /** Dates on which there is none although the rule says one. */
  cancelled: string[];
  /** Whether its source says how long it takes; otherwise an hour is assumed. */
  end_is_told: boolean;
  /** Dates on which there is one although the rule says none. */
  extra: string[];
  /** From this date on. A source that tells no start gets 2024-01-01. */
  from: string;
  /** How long it takes. */
  minutes: number;
  /** The months of its season, 1 to 12; all, if it has none. */
  months: number[];
  /** Single ones that were moved. */
  moved: Moved[];
  /** On which days. */
  rule: Recurrence;
  /** When it begins. */
  time: string;
  /** The last date on which it may be. */
  until?: string;
  /** The zone in which everything here is said (IANA). */
  zone: string;
};

/** In which convention a source speaks. */
export type SourceKind = "own" | "meeting-guide" | "sheet" | "bmlt" | "icalendar" | "stayhere";

/** Every source. */
export type Sources = {
  /** By id. */
  sources: Listed[];
};

/** Whether it takes place. Stated, never guessed. */
export type Status = "runs" | "paused" | "ended";

/** One of the weeks of a month. */
export type Week = "first" | "second" | "third" | "fourth" | "last";
