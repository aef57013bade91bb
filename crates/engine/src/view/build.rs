//! From the engine's state to the view.

use std::{collections::BTreeMap, rc::Rc};

use circle::{Arrival, Body, Charter, Circle, MemberId, PhaseKind as Kind, SpeakingRule as Rule, Template};
use wire::Day;

use super::{
    Bell, CardView, CircleView, InviteView, Joining, KnockView, MemberView, PartCard, PartedView, PhaseCard, PhaseKind,
    Preview, RenewalView, RoleCard, RoleView, ScheduleView, Session, ShareView, SpeakingRule, Suspension, TapView,
    TemplateCard, TemplateOrigin, Text, UnreachedView, View, gathering, meeting,
};
use crate::{
    app::App,
    card,
    command::Tap,
    guest::{self, view::GuestTermsView},
    join::Join,
    lock::Lock,
    member::{Core, Member, Own, hex, may_greet, standing},
    removal, round, schedule,
    suite::Suite,
};

/// How long new keys of a member are told.
const NEW_KEYS_DAYS: u32 = 30;

/// Everything that the person sees now.
pub(crate) fn view<S: Suite>(app: &App<S>) -> View {
    View {
        session: session(app),
        network: app.io.network(),
        circles: app.circles.borrow().values().map(|member| circle(member)).collect(),
        joining: app.join.borrow().as_ref().map(|join| joining(join)),
        put_out: removal::view::put_out(app),
        sheets: app.sheets.view(),
    }
}

/// What a circle can start from.
pub(crate) fn template_cards(templates: &[(TemplateOrigin, Rc<Template>)]) -> Vec<TemplateCard> {
    templates.iter().map(|(origin, known)| TemplateCard { origin: *origin, ..template(known) }).collect()
}

fn session<S: Suite>(app: &App<S>) -> Session {
    match &*app.account.borrow() {
        Some(account) => Session::SignedIn {
            name: account.vault.borrow().name.clone(),
            shared_device: account.shared_device,
            list_put_back: account.put_back.get(),
            lock_minutes: app.lock.borrow().as_ref().map(Lock::minutes),
            renewal: account.vault.borrow().renewed().map(|(done, all)| RenewalView { done, all }),
        },
        None if app.starting.get() => Session::Starting,
        None if app.is_locked() => locked(app.lock.borrow().as_ref()),
        None => Session::SignedOut,
    }
}

fn locked(lock: Option<&Lock>) -> Session {
    let notes = lock.and_then(|lock| Some((lock.minutes(), lock.notes()?)));
    notes.map_or(Session::Locked, |(lock_minutes, notes)| Session::Notes { text: notes.text(), lock_minutes })
}

pub(super) fn text(text: &circle::Text) -> Text {
    text.0.clone()
}

fn texts(list: &[circle::Text]) -> Vec<Text> {
    list.iter().map(text).collect()
}

fn notices(charter: &Charter) -> Vec<Text> {
    vec![text(&charter.notices.adult), text(&charter.notices.not_treatment)]
}

fn vocabulary(charter: &Charter) -> BTreeMap<String, Text> {
    charter.vocabulary.iter().map(|(word, words)| (word.clone(), text(words))).collect()
}

fn template(template: &Template) -> TemplateCard {
    let charter = &template.charter;
    TemplateCard {
        origin: TemplateOrigin::Shipped,
        id: template.id.clone(),
        version: template.version.clone(),
        title: text(&template.title),
        summary: text(&template.summary),
        bond: text(&charter.bond),
        pledge: text(&charter.pledge),
        vocabulary: vocabulary(charter),
        minutes: template.minutes,
        calendar: template.charter.calendar.into(),
        phases: charter.phases.iter().map(phase).collect(),
        newcomer_card: texts(&charter.newcomer_card),
        notices: notices(charter),
        roles: charter
            .roles
            .iter()
            .map(|role| RoleCard { id: role.id.clone(), name: text(&role.name), seats: role.seats })
            .collect(),
    }
}

pub(crate) fn phase(phase: &circle::Phase) -> PhaseCard {
    PhaseCard {
        id: phase.id.clone(),
        name: text(&phase.name),
        purpose: text(&phase.purpose),
        cue: text(&phase.cue),
        kind: match phase.kind {
            Kind::Silence => PhaseKind::Silence,
            Kind::Words => PhaseKind::Words,
            Kind::Round => PhaseKind::Round,
            Kind::Queue => PhaseKind::Queue,
            Kind::Open => PhaseKind::Open,
            Kind::Reading => PhaseKind::Reading,
            Kind::Welcome => PhaseKind::Welcome,
            Kind::Presenter => PhaseKind::Presenter,
            Kind::Work => PhaseKind::Work,
            Kind::Ask => PhaseKind::Ask,
            Kind::Example => PhaseKind::Example,
            Kind::Sheet => PhaseKind::Sheet,
            Kind::Plans => PhaseKind::Plans,
            Kind::Business => PhaseKind::Business,
        },
        rule: match phase.rule {
            Rule::None => SpeakingRule::None,
            Rule::Ask => SpeakingRule::Ask,
            Rule::Tags => SpeakingRule::Tags,
            Rule::Open => SpeakingRule::Open,
        },
        seconds: phase.seconds,
        turn_seconds: phase.turn_seconds,
        parts: phase.parts.iter().map(part).collect(),
        tags: phase.tags.clone(),
        lines: phase.lines,
        agenda: phase.agenda,
        bell: match phase.bell {
            circle::Bell::None => Bell::None,
            circle::Bell::Start => Bell::Start,
            circle::Bell::End => Bell::End,
            circle::Bell::Both => Bell::Both,
        },
        lights: phase.lights,
        milestones: phase.milestones,
        held: phase.held,
        silence_after: phase.silence_after,
        optional: phase.optional,
        after: phase.after,
    }
}

fn part(part: &circle::Part) -> PartCard {
    PartCard { id: part.id.clone(), name: text(&part.name), hint: text(&part.hint) }
}

fn joining(join: &Join) -> Joining {
    let preview = join.preview.borrow().as_ref().map(|seen| {
        let letter = &seen.letter;
        Preview {
            circle_name: letter.name.clone(),
            bond: text(&letter.bond),
            pledge: text(&letter.pledge),
            words: letter.words.clone(),
            newcomer_card: texts(&letter.card),
            notices: texts(&letter.notices),
            welcome: letter.welcome.into(),
            guest: letter.guest.as_ref().map(GuestTermsView::from),
        }
    });
    Joining { stage: join.stage.get(), preview, error: join.error.borrow().clone() }
}

fn circle<S: Suite>(member: &Member<S>) -> CircleView {
    let shown = member.with(|core| ready(member, core));
    shown.unwrap_or_else(|| empty(member))
}

fn empty<S: Suite>(member: &Member<S>) -> CircleView {
    CircleView {
        index: member.index,
        state: member.state.get(),
        name: String::new(),
        bond: Text::new(),
        pledge: Text::new(),
        template: String::new(),
        vocabulary: BTreeMap::new(),
        retention_days: 0,
        welcome: crate::command::Welcome::Greeter,
        calendar: crate::command::Calendar::Gregorian,
        notices: Vec::new(),
        newcomer_card: Vec::new(),
        me: id(member.me()),
        members: Vec::new(),
        confirmed_by: None,
        differs: false,
        parted: None,
        removals: Vec::new(),
        removed: Vec::new(),
        roles: Vec::new(),
        shares: Vec::new(),
        invites: Vec::new(),
        visits: Vec::new(),
        card: CardView::default(),
        may_ask_guests: Vec::new(),
        knocks: Vec::new(),
        meeting: None,
        can_open_meeting: false,
        meetings_held: 0,
        ejections: Vec::new(),
        schedule: ScheduleView::default(),
        rounds: Vec::new(),
        round_due: None,
        outbox: 0,
        suspended: member.suspended.get().map(|reason| match reason {
            wire::Reason::Flood => Suspension::Flood,
            wire::Reason::Law => Suspension::Law,
            wire::Reason::Other => Suspension::Other,
        }),
    }
}

fn ready<S: Suite>(member: &Member<S>, core: &Core<S>) -> CircleView {
    let circle = &core.circle;
    let charter = circle.charter();
    let open = Body::MeetingOpened {
        meeting: circle::MeetingId([0; 16]),
        key_check: wire::Hash::ZERO,
        arrival_key: vec![0; 1216],
    };
    CircleView {
        state: member.state.get(),
        name: charter.name.clone(),
        bond: text(&charter.bond),
        pledge: text(&charter.pledge),
        template: charter.template.clone(),
        vocabulary: vocabulary(charter),
        retention_days: charter.retention_days,
        welcome: charter.welcome.into(),
        calendar: charter.calendar.into(),
        notices: notices(charter),
        newcomer_card: texts(&charter.newcomer_card),
        members: members(member, core),
        confirmed_by: core.confirmed.as_ref().map(|confirmed| confirmed.len() as u32),
        differs: core.differs,
        parted: parted(core),
        removals: removal::view::removals(core),
        removed: removal::view::removed(core, member.io.today()),
        roles: roles(member, core),
        shares: shares(core),
        invites: invites(core),
        visits: guest::view::visits(core),
        card: card::view::view(member, core),
        may_ask_guests: guest::view::may_ask(member, core),
        knocks: knocks(core),
        meeting: meeting::view(member, core),
        can_open_meeting: circle.meeting().is_none() && core.allows(open, member.now()),
        meetings_held: circle.meetings_held(),
        ejections: gathering::ejections(core, member.now()),
        schedule: schedule::view::view(core, member.now()),
        rounds: round::view::views(core, member.now()),
        round_due: round::view::due(core, member.now()),
        outbox: core.outbox.len() as u32,
        ..empty(member)
    }
}

pub(super) fn id(member: MemberId) -> String {
    hex(&member.0)
}

fn parted<S: Suite>(core: &Core<S>) -> Option<PartedView> {
    let words = |parted: &[Own]| parted.iter().filter_map(unreached).collect();
    core.parted.as_ref().map(|parted| PartedView { day: parted.day.0, words: words(&parted.words) })
}

fn unreached(own: &Own) -> Option<UnreachedView> {
    let Body::Share { text, note, .. } = &own.body else { return None };
    Some(UnreachedView { id: own.at.0.to_hex(), text: text.clone(), note: note.clone() })
}

fn members<S: Suite>(member: &Member<S>, core: &Core<S>) -> Vec<MemberView> {
    let me = core.me();
    let notes = member.app().map(|app| app.compared(member.me())).unwrap_or_default();
    let blocked = member.blocked();
    let today = member.io.today();
    let mut members: Vec<_> = core
        .circle
        .members()
        .map(|seat| MemberView {
            id: id(seat.id),
            name: seat.name.clone(),
            is_me: seat.id == me,
            roles: serving(&core.circle, seat.id),
            leaving: seat.leaving,
            can_remove: core.circle.may_move(me, seat.id),
            verified: standing(&notes, seat),
            guest: guest::view::guest(member, core, seat),
            blocked: blocked.contains(&seat.id),
            new_keys_day: new_keys(seat, today).map(|day| day.0),
        })
        .collect();
    members.sort_by_key(|member| member.name.to_lowercase());
    members
}

fn new_keys(member: &circle::Member, today: Day) -> Option<Day> {
    member.rekeyed.filter(|day| day.plus(NEW_KEYS_DAYS) > today)
}

fn serving(circle: &Circle, member: MemberId) -> Vec<String> {
    circle.roles().filter(|(_, holders)| holders.contains(&member)).map(|(role, _)| role.id.clone()).collect()
}

fn roles<S: Suite>(member: &Member<S>, core: &Core<S>) -> Vec<RoleView> {
    let now = member.now();
    core.circle
        .roles()
        .map(|(role, holders)| RoleView {
            id: role.id.clone(),
            name: text(&role.name),
            seats: role.seats,
            holders: holders.iter().map(|holder| id(*holder)).collect(),
            can_serve: core.allows(Body::ServeAs { role: role.id.clone() }, now),
            can_stand_down: core.allows(Body::StandDown { role: role.id.clone() }, now),
        })
        .collect()
}

/// Shares in the log, then those on their way.
fn shares<S: Suite>(core: &Core<S>) -> Vec<ShareView> {
    let me = core.me();
    let retention = u32::from(core.circle.charter().retention_days);
    let name = |author: Arrival| core.circle.name_of(author.member).unwrap_or_default().to_owned();
    let kept = core.circle.shares().iter().map(|share| ShareView {
        id: share.at.0.to_hex(),
        author: id(share.author.member),
        author_name: name(share.author),
        is_mine: share.author.member == me,
        text: share.text.clone(),
        wish: share.wish.into(),
        note: share.note.clone(),
        expires_day: wire::Day::of(share.claimed).0 + retention,
        taps: taps(&share.taps, share.author.member == me, me),
        sending: false,
    });
    let sending = core.outbox.iter().filter_map(|out| match &out.body {
        Body::Share { text, wish, note } => Some(ShareView {
            id: String::new(),
            author: id(me),
            author_name: core.circle.name_of(me).unwrap_or_default().to_owned(),
            is_mine: true,
            text: Some(text.clone()),
            wish: (*wish).into(),
            note: note.clone(),
            expires_day: core.since.0 + retention,
            taps: Vec::new(),
            sending: true,
        }),
        _ => None,
    });
    kept.chain(sending).collect()
}

/// Counts are for the sharer alone; others see only their own tap (I13).
pub(crate) fn taps(
    given: &BTreeMap<circle::Tap, std::collections::BTreeSet<MemberId>>,
    is_mine: bool,
    me: MemberId,
) -> Vec<TapView> {
    given
        .iter()
        .filter(|(_, from)| is_mine || from.contains(&me))
        .map(|(tap, from)| TapView {
            tap: Tap::from(*tap),
            count: if is_mine { from.len() as u32 } else { 0 },
            mine: from.contains(&me),
        })
        .collect()
}

fn invites<S: Suite>(core: &Core<S>) -> Vec<InviteView> {
    let me = core.me();
    core.circle
        .invites()
        .filter(|open| open.left() > 0 && !open.invite.card)
        .map(|open| InviteView {
            id: hex(&open.invite.id.0),
            fragment: seal::invite::InviteSecret::from_stored(open.invite.secret).to_fragment().to_string(),
            uses_left: open.left(),
            expires_day: open.invite.expires.0,
            mine: open.invite.made_by == me,
            for_guest: open.invite.guest.is_some(),
        })
        .collect()
}

fn knocks<S: Suite>(core: &Core<S>) -> Vec<KnockView> {
    if !may_greet(core) {
        return Vec::new();
    }
    core.knocks
        .iter()
        .filter(|(_, knock)| knock.asks_greeter(core))
        .map(|(mail, knock)| KnockView {
            id: mail.to_hex(),
            name: knock.name().to_owned(),
            words: knock.words().to_owned(),
            guest: knock.guest(core),
        })
        .collect()
}
