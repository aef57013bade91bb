use std::collections::BTreeSet;

use wire::wake::WakeTime;

use super::Tables;
use crate::{Wake, Waking};

impl Tables {
    pub(super) fn wakes_set(&mut self, address: &str, times: Vec<WakeTime>, most: u64) -> Waking {
        let others: BTreeSet<&str> =
            self.wakes.iter().map(|wake| wake.address.as_str()).filter(|other| *other != address).collect();
        let is_known = self.wakes.iter().any(|wake| wake.address == address);
        if !is_known && !times.is_empty() && others.len() as u64 >= most {
            return Waking::Full;
        }
        self.wakes.retain(|wake| wake.address != address);
        self.wakes.extend(times.into_iter().map(|at| Wake { at, address: address.to_owned() }));
        Waking::Set
    }

    pub(super) fn wakes_take(&mut self, until: WakeTime, most: u32) -> Vec<Wake> {
        let due = self.wakes.iter().take_while(|wake| wake.at <= until).take(most as usize);
        let due: Vec<Wake> = due.cloned().collect();
        for wake in &due {
            self.wakes.remove(wake);
        }
        due
    }
}
