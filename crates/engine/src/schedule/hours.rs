//! Which hours are hard for whom: sealed to the asker, and planned with on the asker's devices only.

use std::collections::BTreeMap;

use calendar::Date;
use circle::{Body, Hours, HoursAsked, HoursId, Refused, ScheduleAct};
use seal::{HpkePublic, HpkeSecret};

use super::Burden;
use crate::{
    command::{Failure, Value},
    member::{Core, Member, hex},
    suite::Suite,
};

const INFO: &str = "hours";
const WEEK_HOURS: u8 = 168;

impl<S: Suite> Member<S> {
    pub(super) fn ask_hours(&self, week: Date) -> Result<Value, Failure> {
        let hours = self.io.random(|rng| {
            let mut id = [0; HoursId::LEN];
            rng.fill_bytes(&mut id);
            HoursId(id)
        });
        let key = self.hours_key(hours).public().as_bytes().to_vec();
        self.act(Body::Schedule(ScheduleAct::AskHours { hours, key, week }))
    }

    pub(super) fn tell_hours(&self, hours: &[u8]) -> Result<Value, Failure> {
        let plain = Hours::new(hours).ok_or(Refused::HoursUnusable)?.to_bytes();
        let asked = self.asked()?;
        let aad = self.with(|core| aad(core, asked.id, core.me())).ok_or_else(|| Failure::new("busy"))?;
        let sealed = HpkePublic::from_bytes(&asked.key).seal_to(INFO, &aad, &plain);
        let sealed = sealed.map_err(|_| Refused::HoursUnusable)?;
        self.act(Body::HoursTold { hours: asked.id, sealed })
    }

    /// Plans with what this person was told. Who sealed something that is no hours is left out.
    pub(super) fn plan_rotation(&self, minutes: u32, weeks: u8, candidates: &[u8]) -> Result<Value, Failure> {
        let asked = self.asked()?;
        let key = self.hours_key(asked.id);
        let told = self.with(|core| told(core, &asked, &key)).ok_or_else(|| Failure::new("busy"))?;
        let all: Vec<u8> = (0..WEEK_HOURS).collect();
        let candidates = if candidates.is_empty() { &all } else { candidates };
        let plan = circle::rotate(&told, candidates, minutes, weeks).ok_or(Refused::HoursUnasked)?;
        let burdens = plan.burdens.iter().map(|(member, burden)| Burden { member: hex(&member.0), burden: *burden });
        Ok(Value::Rotation { hours: plan.hours, burdens: burdens.collect(), fixed: plan.fixed })
    }

    pub(super) fn end_hours(&self) -> Result<Value, Failure> {
        let hours = self.asked()?.id;
        self.act(Body::Schedule(ScheduleAct::EndHours { hours }))
    }

    fn asked(&self) -> Result<HoursAsked, Failure> {
        let asked = self.with(|core| core.circle.hours_asked().cloned()).flatten();
        asked.ok_or_else(|| Refused::HoursUnasked.into())
    }

    /// The same on all devices of the person, and kept nowhere.
    fn hours_key(&self, hours: HoursId) -> HpkeSecret {
        self.membership().box_key.hpke(&format!("hours {}", hex(&hours.0)))
    }
}

fn told<S: Suite>(core: &Core<S>, asked: &HoursAsked, key: &HpkeSecret) -> BTreeMap<circle::MemberId, Hours> {
    let open = |(member, sealed): (circle::MemberId, &[u8])| {
        let plain = key.open(INFO, &aad(core, asked.id, member), sealed).ok()?;
        Some((member, Hours::from_bytes(&plain)?))
    };
    core.circle.hours_told().filter_map(open).collect()
}

/// Bound to circle, asking and teller, so that nobody can pass off another's hours as their own.
fn aad<S: Suite>(core: &Core<S>, hours: HoursId, teller: circle::MemberId) -> Vec<u8> {
    [core.id.as_bytes().as_slice(), &hours.0, &teller.0].concat()
}
