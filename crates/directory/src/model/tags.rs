//! What a search asks for: the seed's two axes and the facets beside them (domain I73, I117).
//!
//! A facet that nobody has stated stays empty: silence is not a statement, and a search must not read one into it.

use minicbor::{Decode, Encode};

use super::{Set, word::vocabulary};

vocabulary! {
    /// The problem that a meeting is about: the first axis.
    Problem {
        /// A habit that took over, without saying which.
        Addiction = 0, "addiction";
        /// Drink.
        Alcohol = 1, "alcohol";
        /// Other drugs.
        Drugs = 2, "drugs";
        /// Gambling.
        Gambling = 3, "gambling";
        /// Eating.
        Eating = 4, "eating";
        /// Sex and love.
        SexAndLove = 5, "sex-and-love";
        /// Money, debts, spending.
        Money = 6, "money";
        /// Smoking.
        Nicotine = 7, "nicotine";
        /// Screens and games.
        Screens = 8, "screens";
        /// Relationships, growing up in a troubled home.
        Relationships = 9, "relationships";
        /// Moods, fears, voices.
        MentalHealth = 10, "mental-health";
        /// Illness of the body.
        Illness = 11, "illness";
        /// Somebody died.
        Grief = 12, "grief";
        /// Harm that was survived.
        Trauma = 13, "trauma";
        /// Caring for somebody.
        Care = 14, "care";
        /// Listening to others.
        Listening = 15, "listening";
    }
}

vocabulary! {
    /// How it works: the second axis.
    Philosophy {
        /// Through ordered steps.
        Steps = 0, "steps";
        /// By own management and tools.
        SelfManagement = 1, "self-management";
        /// Without religion.
        Secular = 2, "secular";
        /// With stillness.
        Mindful = 3, "mindful";
        /// By practising on examples.
        Training = 4, "training";
        /// As equals in conversation.
        Peer = 5, "peer";
        /// With every explanation of unusual experiences.
        Voices = 6, "voices";
        /// By remembering.
        Grief = 7, "grief";
        /// In stages.
        Stages = 8, "stages";
        /// As people who care for others.
        Carers = 9, "carers";
        /// As people who listen.
        Listening = 10, "listening";
    }
}

vocabulary! {
    /// How somebody who comes stands to the problem.
    Relation {
        /// It is their own.
        Own = 0, "self";
        /// Somebody in the family.
        Family = 1, "family";
        /// They lost somebody.
        Bereaved = 2, "bereaved";
        /// They care for somebody.
        Carer = 3, "carer";
        /// They stand beside.
        Ally = 4, "ally";
    }
}

vocabulary! {
    /// Who may come.
    Openness {
        /// Anybody.
        Open = 0, "open";
        /// Only those whom it concerns, or who think so.
        Closed = 1, "closed";
    }
}

vocabulary! {
    /// Whether words of faith belong to it.
    Faith {
        /// They do.
        On = 0, "on";
        /// They do not.
        Off = 1, "off";
        /// Everybody speaks of their own.
        Own = 2, "own";
    }
}

vocabulary! {
    /// What those who come want to reach.
    Goal {
        /// To stop and stay stopped.
        Abstinence = 0, "abstinence";
        /// Less, or less harm.
        Reduction = 1, "reduction";
        /// Everybody sets their own.
        Own = 2, "own";
        /// None is named.
        None = 3, "none";
        /// Those who come choose between stopping and less.
        Switch = 4, "switch";
    }
}

vocabulary! {
    /// Whether one answers what another has shared.
    Crosstalk {
        /// No.
        Off = 0, "off";
        /// If the one who shared asks.
        Ask = 1, "ask";
        /// Yes.
        Open = 2, "open";
    }
}

vocabulary! {
    /// What those who come may need.
    Access {
        /// A wheelchair gets in.
        Wheelchair = 0, "wheelchair";
        /// A wheelchair gets into the bathroom.
        WheelchairBathroom = 1, "wheelchair-bathroom";
        /// Sign language.
        SignLanguage = 2, "sign-language";
        /// For those who hear badly.
        Hearing = 3, "hearing";
        /// For those who see badly.
        Sight = 4, "sight";
        /// Captions.
        Captions = 5, "captions";
        /// Children are looked after.
        Childcare = 6, "childcare";
        /// Children may come.
        Children = 7, "children";
        /// Public transport is near.
        Transport = 8, "transport";
        /// No scents.
        FragranceFree = 9, "fragrance-free";
        /// No smoke.
        SmokeFree = 10, "smoke-free";
        /// Smoking is permitted.
        Smoking = 11, "smoking";
        /// Animals may come.
        Animals = 12, "animals";
        /// Outside.
        Outdoors = 13, "outdoors";
        /// A face covering is asked for.
        Masks = 14, "masks";
        /// There is room to park.
        Parking = 15, "parking";
    }
}

vocabulary! {
    /// For whom it is first of all, by their own word.
    Audience {
        /// Women.
        Women = 0, "women";
        /// Men.
        Men = 1, "men";
        /// Lesbian, gay, bisexual, transgender, queer people.
        Lgbtq = 2, "lgbtq";
        /// Transgender people.
        Transgender = 3, "transgender";
        /// Non-binary people.
        NonBinary = 4, "non-binary";
        /// Young people.
        Young = 5, "young";
        /// Older people.
        Older = 6, "older";
        /// Newcomers.
        Newcomers = 7, "newcomers";
        /// People of colour.
        PeopleOfColour = 8, "people-of-colour";
        /// Indigenous people.
        Indigenous = 9, "indigenous";
        /// Parents.
        Parents = 10, "parents";
        /// Couples.
        Couples = 11, "couples";
        /// People in certain professions.
        Professionals = 12, "professionals";
        /// People with a further diagnosis.
        DualDiagnosis = 13, "dual-diagnosis";
        /// Adult children of troubled homes.
        AdultChildren = 14, "adult-children";
        /// Grandparents.
        Grandparents = 15, "grandparents";
        /// People who are or were in prison, or in treatment: an institution's own meeting.
        Institution = 16, "institution";
    }
}

vocabulary! {
    /// What happens there.
    Form {
        /// People talk about a topic.
        Discussion = 0, "discussion";
        /// Somebody tells their story.
        Speaker = 1, "speaker";
        /// The steps are studied.
        StepStudy = 2, "step-study";
        /// The traditions are studied.
        TraditionStudy = 3, "tradition-study";
        /// A book is read.
        Literature = 4, "literature";
        /// Stillness.
        Meditation = 5, "meditation";
        /// Questions and answers.
        Questions = 6, "questions";
        /// By candlelight.
        Candlelight = 7, "candlelight";
        /// People share, one after another.
        Sharing = 8, "sharing";
        /// Birthdays and anniversaries.
        Birthday = 9, "birthday";
        /// A daily text.
        DailyText = 10, "daily-text";
        /// With a meal.
        Meal = 11, "meal";
        /// In small tables or rooms.
        SmallGroups = 12, "small-groups";
        /// The form changes.
        Varies = 13, "varies";
        /// A workshop or training.
        Workshop = 14, "workshop";
        /// Writing.
        Writing = 15, "writing";
        /// A meeting about the group's own affairs.
        Business = 16, "business";
        /// Concepts of service are studied.
        ConceptStudy = 17, "concept-study";
    }
}

vocabulary! {
    /// How one attends.
    Attendance {
        /// At a place.
        InPerson = 0, "in-person";
        /// Over the network or the telephone.
        Online = 1, "online";
        /// Either.
        Hybrid = 2, "hybrid";
        /// In writing, each at their own time.
        Text = 3, "text";
    }
}

vocabulary! {
    /// Whether it takes place. Stated, never guessed.
    Status {
        /// It does.
        Runs = 0, "runs";
        /// Not now; it may again.
        Paused = 1, "paused";
        /// No more.
        Ended = 2, "ended";
    }
}

/// The tags of an entry or a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Encode, Decode)]
pub struct Tags {
    /// The problem addressed.
    #[n(0)]
    pub problems: Set<Problem>,
    /// The operational philosophy.
    #[n(1)]
    pub philosophies: Set<Philosophy>,
    /// For whom.
    #[n(2)]
    pub relations: Set<Relation>,
    /// Who may come.
    #[n(3)]
    pub openness: Option<Openness>,
    /// Words of faith.
    #[n(4)]
    pub faith: Option<Faith>,
    /// Abstinence, harm reduction, or what else.
    #[n(5)]
    pub goal: Option<Goal>,
    /// Whether one answers.
    #[n(6)]
    pub crosstalk: Option<Crosstalk>,
    /// What those who come may need and will find.
    #[n(7)]
    pub access: Set<Access>,
    /// For whom first of all.
    #[n(8)]
    pub audience: Set<Audience>,
    /// What happens there.
    #[n(9)]
    pub forms: Set<Form>,
}
