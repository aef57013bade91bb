//! From an act on one device until every other device of the circle shows it: a share, which is durable first, and a
//! line of a meeting, which never is. Beside each other, in turns: the store on a disk and the one in memory.

use std::time::{Duration, Instant};

use anyhow::Result;
use engine::{Command, view::View};
use futures::future::{join, join_all};
use proofs::{Person, has_floor, heard, meeting};

use crate::{
    figures::{Samples, head, ms, ratio, row},
    gather,
    house::House,
};

const NAME: &str = "Evening lamp";
const SIZES: [usize; 3] = [2, 5, 20];
const RUNS: usize = 40;

/// A circle at one server, and what was measured there.
struct Ring {
    people: Vec<Person>,
    share: Way,
    line: Way,
}

/// From an act to its effects.
#[derive(Default)]
struct Way {
    /// The one who acts sees that the server has it.
    known: Samples,
    /// The last of the others sees it.
    seen: Samples,
}

pub(crate) async fn run() -> Result<()> {
    println!("{RUNS} shares and {RUNS} lines each, native clients on loopback; \"memory\": a server without a disk.\n");
    head(&["act", "members", "seen by all: ms", "p95", "in memory: ms", "p95", "disk to memory", "acknowledged: ms"]);
    for size in SIZES {
        crate::eprint(&format!("share: a circle of {size}, twice"));
        let (on_disk, in_memory) = (House::on_disk().await?, House::in_memory().await?);
        let mut disk = gather(&on_disk.url, size).await;
        let mut memory = gather(&in_memory.url, size).await;
        for run in 0..RUNS {
            disk.share(run).await;
            memory.share(run).await;
        }
        disk.meet().await;
        memory.meet().await;
        for run in 0..RUNS {
            disk.say(run).await;
            memory.say(run).await;
        }
        show("share", size, &disk.share, &memory.share);
        show("line of a meeting", size, &disk.line, &memory.line);
        gather::go(disk.people).await;
        gather::go(memory.people).await;
    }
    Ok(())
}

async fn gather(url: &str, size: usize) -> Ring {
    let people = gather::people(url, (0..size).map(|n| format!("person {n}"))).await;
    gather::found(NAME, &people[0], &people[1..]).await;
    Ring { people, share: Way::default(), line: Way::default() }
}

impl Ring {
    async fn share(&mut self, run: usize) {
        let text = format!("Share {run}: it was a long week, and a good one.");
        let command = gather::sharing(&self.people[0], NAME, &text);
        let way = &mut self.share;
        measure(&self.people, command, way, |view| gather::shows(view, NAME, &text)).await;
    }

    /// Everybody comes to a meeting, and the founder has the floor.
    async fn meet(&self) {
        let [keeper, others @ ..] = self.people.as_slice() else { return };
        keeper.done(Command::OpenMeeting { circle: keeper.index(NAME) }).await;
        join_all(others.iter().map(|person| person.arrives(NAME))).await;
        let all = |view: &View| meeting(view, NAME).is_some_and(|meeting| meeting.present.len() == self.people.len());
        join_all(self.people.iter().map(|person| person.sees("all in the room", all))).await;
        keeper.sees("the floor", |view| has_floor(view, NAME)).await;
    }

    async fn say(&mut self, run: usize) {
        let text = format!("Line {run}: welcome, everybody.");
        let command = Command::Say { circle: self.people[0].index(NAME), text: text.clone() };
        let way = &mut self.line;
        measure(&self.people, command, way, |view| heard(view, NAME, &text)).await;
    }
}

/// Has the first of the people act.
async fn measure(people: &[Person], command: Command, way: &mut Way, is_so: impl Fn(&View) -> bool) {
    let began = Instant::now();
    let watches = people.iter().map(async |person| {
        person.sees("what was said", &is_so).await;
        began.elapsed()
    });
    let (times, _) = join(join_all(watches), people[0].done(command)).await;
    way.known.add_time(times[0]);
    way.seen.add_time(times[1..].iter().copied().max().unwrap_or(Duration::ZERO));
}

fn show(act: &str, size: usize, disk: &Way, memory: &Way) {
    let (seen, beside) = (&disk.seen, &memory.seen);
    row(&[
        act.to_owned(),
        size.to_string(),
        ms(seen.median()),
        ms(seen.p95()),
        ms(beside.median()),
        ms(beside.p95()),
        ratio(seen, beside),
        ms(disk.known.median()),
    ]);
}
