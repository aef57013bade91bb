//! The web app's types are made from the engine's: `web/src/lib/engine/generated.ts` is this test's snapshot.
//!
//! After a change: `UPDATE=1 cargo test -p engine --test typescript`.

#![expect(clippy::disallowed_methods, reason = "the test reads and writes the file that it keeps fresh")]

use std::fmt::Write;

use engine::{
    command::{
        Act, Answer, Burden, CODES, Calendar, CardAttendance, CardCommand, CardStatus, CardText, Command,
        CornersCommand, Deed, EjectReason, Export, ExportedCircle, ExportedShare, ExportedSheet, Feedback,
        GuestCommand, GuestPart, Mode, PlanText, RemovalCommand, RotaService, RoundCommand, RuleText, ScheduleCommand,
        SeatAsked, SeriesForm, Service, SignUpRule, SplitForm, Tap, Wake, Welcome, Wish,
    },
    view::{
        AftercareView, Bell, BreakView, CardProposalView, CardShown, CardView, Carrying, CircleState, CircleView,
        ClaimView, CornerView, CornersView, DrawStateView, DrawView, EjectView, EjectionView, GatheringView,
        GuestTermsView, GuestView, HoursView, InviteView, JoinStage, Joining, KnockView, LineView, MeetingAct,
        MeetingView, MemberView, Network, NoteView, OccurrenceView, PartCard, PartedView, PhaseCard, PhaseKind, Place,
        Preview, PublishedCardView, PutOutView, QuestionView, ReadingView, RemovalView, RemovedView, RenewalView,
        RoleCard, RoleView, RoundAnswerView, RoundDueView, RoundStepView, RoundSummary, RoundTurnState, RoundTurnView,
        RoundView, ScheduleView, SeatStateView, SeatView, SenseView, SeriesStateView, SeriesView, ServiceView, Session,
        ShareView, SheetState, SheetView, SpeakingRule, Suspension, TagView, TapView, TemplateCard, TemplateOrigin,
        TopicView, TurnView, TurnWords, UnreachedView, Verified, View, VisitView,
    },
};
use ts_rs::{Config, TS};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../web/src/lib/engine/generated.ts");

macro_rules! declarations {
    ($config:expr, $($type:ty),* $(,)?) => { vec![$(<$type as TS>::decl($config)),*] };
}

#[test]
fn the_web_app_has_the_engines_types() {
    let made = generate();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(FILE, &made).expect("web/ is beside crates/");
    }
    let present = std::fs::read_to_string(FILE).unwrap_or_default();
    assert!(present == made, "generated.ts is stale: UPDATE=1 cargo test -p engine --test typescript");
}

fn generate() -> String {
    let config = Config::new();
    let mut out = String::from(
        "// Made from crates/engine by `UPDATE=1 cargo test -p engine --test typescript`; do not edit.\n\
         // Circle times are ms since 1970 (UTC), days are days since 1970-01-01 UTC.\n\n\
         /** A text in one or more languages, by language tag. */\n\
         export type Text = { [lang: string]: string };\n",
    );
    for declaration in
        views(&config).into_iter().chain(commands(&config)).chain(planning(&config)).chain(guests(&config))
    {
        let declaration = declaration.replace("{ [key in string]: string }", "Text");
        out.push_str("export ");
        out.push_str(declaration.trim());
        out.push('\n');
    }
    add_codes(&mut out);
    out
}

fn views(config: &Config) -> Vec<String> {
    declarations![
        config,
        View,
        Session,
        RenewalView,
        Network,
        TemplateCard,
        TemplateOrigin,
        PhaseCard,
        PartCard,
        Bell,
        PhaseKind,
        SpeakingRule,
        RoleCard,
        CircleView,
        CircleState,
        Suspension,
        MemberView,
        Verified,
        PartedView,
        UnreachedView,
        RemovalView,
        RemovedView,
        PutOutView,
        RoleView,
        ShareView,
        TapView,
        InviteView,
        KnockView,
        MeetingView,
        GatheringView,
        CornersView,
        CornerView,
        DrawView,
        DrawStateView,
        ReadingView,
        ServiceView,
        TopicView,
        QuestionView,
        EjectView,
        EjectionView,
        ClaimView,
        NoteView,
        TagView,
        AftercareView,
        SenseView,
        Place,
        TurnView,
        TurnWords,
        LineView,
        MeetingAct,
        Carrying,
        SheetView,
        SheetState,
        Joining,
        JoinStage,
        Preview,
    ]
}

fn guests(config: &Config) -> Vec<String> {
    let guests = declarations![config, GuestView, GuestTermsView, VisitView, GuestPart, GuestCommand];
    let cards = declarations![
        config,
        CardView,
        PublishedCardView,
        CardProposalView,
        CardShown,
        CardText,
        CardAttendance,
        CardStatus,
        CardCommand
    ];
    guests.into_iter().chain(cards).collect()
}

fn commands(config: &Config) -> Vec<String> {
    declarations![
        config,
        Command,
        Act,
        Deed,
        Feedback,
        Mode,
        Service,
        Answer,
        CornersCommand,
        SplitForm,
        EjectReason,
        RemovalCommand,
        Wish,
        Tap,
        Calendar,
        Welcome,
        SignUpRule,
        Export,
        ExportedCircle,
        ExportedShare,
        ExportedSheet,
        Wake,
    ]
}

/// Schedule and rounds.
fn planning(config: &Config) -> impl Iterator<Item = String> {
    let declarations = declarations![
        config,
        ScheduleCommand,
        RoundCommand,
        PlanText,
        SeriesForm,
        RuleText,
        RotaService,
        SeatAsked,
        Burden,
        ScheduleView,
        SeriesView,
        SeriesStateView,
        BreakView,
        OccurrenceView,
        SeatView,
        SeatStateView,
        HoursView,
        RoundView,
        RoundSummary,
        RoundStepView,
        RoundTurnView,
        RoundTurnState,
        RoundAnswerView,
        RoundDueView,
    ];
    declarations.into_iter()
}

fn add_codes(out: &mut String) {
    out.push_str("/** Every refusal; each has a sentence in both catalogues. */\nexport type ErrorCode =\n");
    for code in CODES {
        let _ = writeln!(out, "  | \"{code}\"");
    }
    for refused in circle::Refused::ALL {
        let _ = writeln!(out, "  | \"refused_{}\"", refused.code());
    }
    out.insert(out.len() - 1, ';');
}
