//! The face of the crate: one circle as one device has folded it.

use std::collections::BTreeSet;

use minicbor::bytes::ByteVec;
use wire::{Day, Hash, Millis, PublicKey};

use crate::{
    Arrival, Charter, CharterFault, Effect, Entry, EntryRef, Facts, Former, HoursAsked, InviteId, KnockKey, Lifetime,
    Live, Malformed, Meeting, Member, MemberId, NewMember, Occasion, OpenInvite, Planned, Refused, Round, Said, Seat,
    SeatKey, Seq, SeriesId, Share,
    away::{self, Away},
    durable::Durable,
    guest,
    meeting::{History, Judge},
    members, published,
    recent::{Recent, When},
    rekey, removal, round, schedule,
    text::name_key,
};

/// One circle as one device has folded it. Copies are cheap enough to try things on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circle {
    durable: Durable,
    recent: Recent,
    history: History,
}

impl Circle {
    /// Starts a circle; the founder serves as keeper.
    ///
    /// # Errors
    /// What is wrong with the charter, or with the founder's name and pledge.
    pub fn found(founder: NewMember, charter: Charter, knock: KnockKey) -> Result<Self, Vec<CharterFault>> {
        Durable::found(founder, charter, knock).map(Self::of)
    }

    /// Starts from a snapshot: the durable state only, no shares (domain R5).
    ///
    /// # Errors
    /// [`Malformed`] when the bytes are not what [`Circle::snapshot`] writes.
    pub fn restore(snapshot: &[u8]) -> Result<Self, Malformed> {
        Durable::restore(snapshot).map(Self::of)
    }

    /// Everything that this device has folded, for its own sealed store.
    pub fn stow(&self) -> Vec<u8> {
        wire::encode(&(ByteVec::from(self.durable.snapshot()), &self.recent))
    }

    /// What [`Circle::stow`] has written.
    ///
    /// # Errors
    /// [`Malformed`] for anything else.
    pub fn unstow(bytes: &[u8]) -> Result<Self, Malformed> {
        let (durable, recent): (ByteVec, Recent) = wire::decode(bytes)?;
        let restored = Self::restore(&durable)?;
        if recent.is_sound() { Ok(Self { recent, ..restored }) } else { Err(Malformed) }
    }

    /// The durable state, canonical.
    pub fn snapshot(&self) -> Vec<u8> {
        self.durable.snapshot()
    }

    /// The state root: SHA-256 of a prefix and the snapshot. It covers the position too, so a refused entry
    /// changes it exactly as [`Circle::skip`] does.
    pub fn root(&self) -> Hash {
        self.durable.root()
    }

    /// Folds the next entry of the log, stored under `at`. The position advances whether or not it is refused.
    ///
    /// # Errors
    /// The rule that refused it; apart from the position nothing changed.
    pub fn admit(&mut self, at: EntryRef, entry: &Entry) -> Result<Vec<Effect>, Refused> {
        let result = self.fold(at, entry);
        self.skip();
        if result.is_ok() {
            self.history.note(self.durable.seq, self.durable.meeting.as_ref());
        }
        result
    }

    /// Folds the next entry of the log from its bytes.
    ///
    /// # Errors
    /// [`Refused::Malformed`] for bytes that are no entry; else as [`Circle::admit`].
    pub fn admit_bytes(&mut self, at: EntryRef, payload: &[u8]) -> Result<Vec<Effect>, Refused> {
        let Ok(entry) = Entry::decode(payload) else {
            self.skip();
            return Err(Refused::Malformed);
        };
        self.admit(at, &entry)
    }

    /// Passes over an entry that could not be opened, was shredded or has expired.
    pub const fn skip(&mut self) {
        self.durable.seq.0 = self.durable.seq.0.saturating_add(1);
    }

    /// Whether the entry would be admitted as the next one.
    ///
    /// # Errors
    /// The rule that would refuse it.
    pub fn would_admit(&self, entry: &Entry) -> Result<(), Refused> {
        if entry.body.lifetime() == Lifetime::Retention {
            self.durable.author(entry)?;
            // No entry is stored under a hash of zeros, so nothing collides with it.
            let at = EntryRef(Hash::ZERO);
            return self.recent.clone().fold(&self.durable, at, entry, When::Now).map(|_| ());
        }
        self.durable.clone().fold(entry).map(|_| ())
    }

    /// Applies a commit's membership changes. The position stays.
    ///
    /// # Errors
    /// The rule that refused it; nothing changed.
    pub fn commit(&mut self, facts: &Facts) -> Result<Vec<Effect>, Refused> {
        let mut next = self.durable.clone();
        let effects = members::commit(&mut next, facts)?;
        self.durable = next;
        Ok(effects)
    }

    /// Takes back in a share, tap or take-back from before the snapshot, oldest first, which the device could open
    /// with its own key ring. Neither position nor durable state change.
    ///
    /// # Errors
    /// The rule that refused it; nothing changed.
    pub fn backfill(&mut self, at: EntryRef, payload: &[u8]) -> Result<(), Refused> {
        let entry = Entry::decode(payload).map_err(|Malformed| Refused::Malformed)?;
        if self.key_of(entry.member).is_none() {
            return Err(Refused::NotAMember);
        }
        self.recent.fold(&self.durable, at, &entry, When::Before).map(|_| ())
    }

    /// Judges a live frame by the rules at the position that its author had folded.
    ///
    /// # Errors
    /// [`Refused::Ahead`]: hold the frame and ask again later. Anything else: drop it.
    pub fn judge(&self, author: Arrival, at: Seq, live: &Live) -> Result<(), Refused> {
        if at > self.durable.seq {
            return Err(Refused::Ahead);
        }
        let now = self.meeting().ok_or(Refused::NoMeeting)?;
        let then = self.history.at(at).ok_or(Refused::TooOld)?;
        let guest = self.member(author.member).and_then(|member| member.guest.as_ref()).map(|guest| guest.part);
        Judge { charter: &self.durable.charter, now, then, author, guest }.judge(live)
    }

    /// Drops shares past the retention by the caller's clock.
    pub fn expire(&mut self, now: Millis) {
        self.recent.expire(now, self.durable.charter.retention_days);
    }

    /// Drops the words of a share or a round without an entry: they were taken back later in the log.
    pub fn forget_words(&mut self, at: EntryRef) {
        self.recent.forget_words(at);
    }

    /// How many entries have been folded.
    pub const fn seq(&self) -> Seq {
        self.durable.seq
    }

    /// Circle time: the latest moment that two members have claimed or exceeded.
    pub const fn time(&self) -> Millis {
        self.durable.time()
    }

    /// The charter.
    pub fn charter(&self) -> &Charter {
        &self.durable.charter
    }

    /// The members, those who are leaving included, in the order of their ids.
    pub fn members(&self) -> impl ExactSizeIterator<Item = &Member> {
        self.durable.members.values()
    }

    /// A member.
    pub fn member(&self, id: MemberId) -> Option<&Member> {
        self.durable.members.get(&id)
    }

    /// Whether more than half of the members have committed by a client of this version or a newer one. Less is no
    /// ground to ask it of all: older clients cannot judge what was made for newer ones, and wait.
    pub fn can_ask_for(&self, client: u32) -> bool {
        let staying = || self.members().filter(|member| !member.leaving);
        staying().filter(|member| member.client >= client).count() * 2 > staying().count()
    }

    /// Somebody who was a member and whose shares may still be kept.
    pub fn former(&self, id: MemberId) -> Option<&Former> {
        self.durable.former.get(&id)
    }

    /// Members whose leaves were removed because they were silent, and whose seats wait for them.
    pub fn away(&self) -> impl ExactSizeIterator<Item = &Away> {
        self.durable.away.values()
    }

    /// A member, or somebody who is away.
    pub fn seat(&self, id: MemberId) -> Option<&Member> {
        self.durable.seat(id)
    }

    /// Members whose leaves any other may remove now: silent for [`crate::limits::SILENT_DAYS`].
    pub fn silent(&self) -> impl Iterator<Item = MemberId> {
        let today = self.durable.today();
        self.members().filter(move |member| away::is_silent(member, today)).map(|member| member.id)
    }

    /// Whether the member's leaf has not been renewed for [`crate::limits::FRESH_DAYS`], by the caller's clock.
    pub fn is_stale(&self, id: MemberId, today: Day) -> bool {
        self.member(id).is_some_and(|member| member.seen.plus(crate::limits::FRESH_DAYS) <= today)
    }

    /// The name of somebody who is or was in the circle.
    pub fn name_of(&self, id: MemberId) -> Option<&str> {
        let name = self.seat(id).map(|member| &member.name);
        name.or_else(|| self.former(id).map(|former| &former.name)).map(String::as_str)
    }

    /// The signing key of somebody who is or was in the circle.
    pub fn key_of(&self, id: MemberId) -> Option<PublicKey> {
        self.seat(id).map(|member| member.key).or_else(|| self.former(id).map(|former| former.key))
    }

    /// The key by which somebody who is or was in the circle signed the entry at this place in the log.
    pub fn key_at(&self, id: MemberId, at: Seq) -> Option<PublicKey> {
        let seat = self.seat(id).map(|member| rekey::key_at(member.key, &member.earlier, at));
        seat.or_else(|| self.former(id).map(|former| rekey::key_at(former.key, &former.earlier, at)))
    }

    /// Whether a member has a name so like this one that people would mistake them.
    pub fn name_is_taken(&self, name: &str) -> bool {
        let key = name_key(name);
        let away = self.away().map(|away| &away.member);
        self.members().chain(away).any(|member| name_key(&member.name) == key)
    }

    /// An invite by its id, used up or not.
    pub fn invite(&self, id: InviteId) -> Option<&OpenInvite> {
        self.durable.invites.get(&id)
    }

    /// The roles of the charter, in its order, and who serves in them.
    pub fn roles(&self) -> impl Iterator<Item = (&crate::Role, &BTreeSet<MemberId>)> {
        const NOBODY: &BTreeSet<MemberId> = &BTreeSet::new();
        self.durable.charter.roles.iter().map(|role| (role, self.durable.roles.get(&role.id).unwrap_or(NOBODY)))
    }

    /// Whether the member serves in the role.
    pub fn serves(&self, member: MemberId, role: &str) -> bool {
        self.durable.serves(member, role)
    }

    /// The invites that were made and not ended, used-up and expired ones included for a while.
    pub fn invites(&self) -> impl Iterator<Item = &OpenInvite> {
        self.durable.invites.values()
    }

    /// The key that knocks are sealed to.
    pub const fn knock(&self) -> &KnockKey {
        &self.durable.knock
    }

    /// All keys that a knock may be sealed to: the present one, then those that older links name, the latest first.
    pub fn knocks(&self) -> impl Iterator<Item = &KnockKey> {
        std::iter::once(&self.durable.knock).chain(self.durable.old_knocks.iter().rev())
    }

    /// Whether the key that knocks are sealed to must be replaced: somebody who knows it was removed.
    pub const fn knock_is_due(&self) -> bool {
        self.durable.knock_due
    }

    /// The running meeting.
    pub fn meeting(&self) -> Option<&Meeting> {
        self.durable.meeting.as_deref()
    }

    /// Who keeps the meeting, or may, and from when their silence makes a difference, where circle time has not come there
    /// yet. A device that does not hear them and whose clock is past it may say so ([`crate::Deed::Tell`]).
    pub fn silences(&self) -> impl Iterator<Item = (MemberId, Millis)> {
        crate::meeting::silences(&self.durable)
    }

    /// From when a device of the member says that somebody in the ring is there, because others wait at the shut door
    /// ([`crate::Deed::Tell`]).
    pub fn presence_due(&self, member: MemberId) -> Option<Millis> {
        crate::meeting::presence_due(&self.durable, member)
    }

    /// Whether those who wait at the shut door have been left alone, as a clock that says `now` sees it.
    pub fn is_abandoned(&self, now: Millis) -> bool {
        self.meeting().is_some_and(|meeting| crate::meeting::is_abandoned(&self.durable, meeting, now))
    }

    /// To how many meetings the member has come, up to [`crate::limits::COUNTED_MEETINGS`].
    pub fn came(&self, member: MemberId) -> u32 {
        self.durable.records.came(member)
    }

    /// Whether the member has come to fewer than [`crate::limits::NEW_MEETINGS`] meetings.
    pub fn is_new(&self, member: MemberId) -> bool {
        self.durable.records.is_new(member)
    }

    /// Who had to leave a meeting in the last [`crate::limits::APPEAL_DAYS`], the latest last.
    pub fn ejections(&self) -> &[crate::Ejection] {
        self.durable.records.ejections()
    }

    /// What was moved about members who have to leave the circle, as far as it stands or is to be carried out.
    pub fn removals(&self) -> impl Iterator<Item = (MemberId, &crate::Removal)> {
        removal::all_standing(&self.durable)
    }

    /// The same about one member.
    pub fn removal(&self, member: MemberId) -> Option<&crate::Removal> {
        removal::standing(&self.durable, member)
    }

    /// Who had to leave the circle in the last [`crate::limits::REMOVED_DAYS`], the latest last.
    pub fn removed(&self) -> &[crate::Removed] {
        self.durable.removals.done()
    }

    /// Whether `author`, a member who has not left, may move that `member` leaves.
    pub fn may_move(&self, author: MemberId, member: MemberId) -> bool {
        removal::check_move(&self.durable, author, member).is_ok()
    }

    /// Whether `author`, a member who has not left, may confirm that `member` leaves.
    pub fn may_confirm(&self, author: MemberId, member: MemberId) -> bool {
        removal::check_confirm(&self.durable, author, member).is_ok()
    }

    /// Guests who are asked for, by where in the log, whether agreed or not.
    pub fn visits(&self) -> impl Iterator<Item = (Seq, &crate::Visit)> {
        guest::all_standing(&self.durable)
    }

    /// Whether `author`, a member who has not left and is no guest, may agree to a visit.
    pub fn may_agree(&self, author: MemberId, visit: Seq) -> bool {
        guest::check_agree(&self.durable, author, visit).is_ok()
    }

    /// What the circle shows of itself in public.
    pub fn card(&self) -> Option<&crate::Published> {
        self.durable.cards.shown.as_ref()
    }

    /// The card that is proposed and stands.
    pub fn card_proposal(&self) -> Option<&crate::CardProposal> {
        published::standing(&self.durable)
    }

    /// Cards that were taken back and may not have expired where they were shown, the latest last.
    pub fn cards_taken_back(&self) -> &[crate::TakenBack] {
        &self.durable.cards.back
    }

    /// Whether `author`, a member who has not left and is no guest, may propose a card.
    pub fn may_propose_card(&self, author: MemberId) -> bool {
        published::check_propose(&self.durable, author).is_ok()
    }

    /// Whether `author`, a member who has not left and is no guest, may confirm the proposed card.
    pub fn may_confirm_card(&self, author: MemberId) -> bool {
        published::check_confirm(&self.durable, author).is_ok()
    }

    /// Whether `author`, a member who has not left and is no guest, may let the proposed card be.
    pub fn may_withdraw_card(&self, author: MemberId) -> bool {
        published::check_withdraw(&self.durable, author).is_ok()
    }

    /// Whether `author`, a member who has not left and is no guest, may take the card back.
    pub fn may_take_card_back(&self, author: MemberId) -> bool {
        published::check_take_back(&self.durable, author).is_ok()
    }

    /// Whether a role of the member may open meetings: such members keep the circle.
    pub fn keeps(&self, member: MemberId) -> bool {
        self.durable.keeps(member)
    }

    /// How many meetings were held and closed.
    pub const fn meetings_held(&self) -> u32 {
        self.durable.meetings_held
    }

    /// The shares, oldest first.
    pub fn shares(&self) -> &[Share] {
        self.recent.shares()
    }

    /// One share.
    pub fn share(&self, at: EntryRef) -> Option<&Share> {
        self.recent.share(at)
    }

    /// The series of the schedule, by id.
    pub fn schedule(&self) -> impl ExactSizeIterator<Item = (SeriesId, &Planned)> {
        self.durable.schedule.series.iter().map(|(id, planned)| (*id, planned))
    }

    /// One series.
    pub fn series(&self, id: SeriesId) -> Option<&Planned> {
        self.durable.schedule.series.get(&id)
    }

    /// The seats of the rota that are not free, by date.
    pub fn rota(&self) -> impl ExactSizeIterator<Item = (SeatKey, Seat)> {
        self.durable.schedule.seats.iter().map(|(key, seat)| (*key, *seat))
    }

    /// The seat, unless it is free.
    pub fn seat_of(&self, key: SeatKey) -> Option<Seat> {
        self.durable.schedule.seats.get(&key).copied()
    }

    /// Whether a member who has not left may take this seat now.
    pub fn may_take(&self, member: MemberId, key: SeatKey) -> bool {
        schedule::check_take(&self.durable, member, key).is_ok()
    }

    /// Whether the member may set the schedule.
    pub fn may_schedule(&self, member: MemberId) -> bool {
        schedule::may_schedule(&self.durable, member).is_ok()
    }

    /// The open asking for hours.
    pub fn hours_asked(&self) -> Option<&HoursAsked> {
        self.durable.schedule.hours.as_ref()
    }

    /// Who has told hours for the open asking, and the sealed hours.
    pub fn hours_told(&self) -> impl Iterator<Item = (MemberId, &[u8])> {
        self.hours_asked().into_iter().flat_map(|asked| self.recent.told(asked.id))
    }

    /// The running round.
    pub fn round(&self) -> Option<&Round> {
        self.durable.rounds.running()
    }

    /// The rounds whose structure is remembered, oldest first.
    pub fn rounds(&self) -> &[Round] {
        &self.durable.rounds.all
    }

    /// The words of rounds, oldest first. Show those of a turn only where the round has it ([`Round::turn_of`]).
    pub fn said(&self) -> &[Said] {
        self.recent.said()
    }

    /// The round to open next, while none runs, and about when: the latest that is due, else the next.
    pub fn round_due(&self) -> Option<(Occasion, Millis)> {
        let none_runs = self.round().is_none();
        none_runs.then(|| round::opening(&self.durable.rounds, &self.durable.schedule, self.time())).flatten()
    }

    /// The next moment at which something about rounds changes by itself. A device whose clock is past it, while circle
    /// time is not, may [`crate::RoundAct::Tell`].
    pub fn round_border(&self) -> Option<Millis> {
        let Durable { rounds, schedule, charter, .. } = &self.durable;
        round::border(rounds, schedule, charter, self.time())
    }

    fn of(durable: Durable) -> Self {
        let mut history = History::default();
        history.note(durable.seq, durable.meeting.as_ref());
        Self { durable, recent: Recent::default(), history }
    }

    fn fold(&mut self, at: EntryRef, entry: &Entry) -> Result<Vec<Effect>, Refused> {
        if entry.body.lifetime() == Lifetime::Retention {
            self.durable.author(entry)?;
            return self.recent.fold(&self.durable, at, entry, When::Now);
        }
        let mut next = self.durable.clone();
        let effects = next.fold(entry)?;
        self.durable = next;
        Ok(effects)
    }
}
